import { ChangeDetectionStrategy, Component } from '@angular/core'

/** The mark and the name. */
@Component({
  selector: 'app-brand',
  template: `
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect width="32" height="32" rx="9" class="ground" />
      <path d="M9 7.5h11a6 6 0 0 1 0 12h-6.5L9 24.5z" class="mark" />
      <circle cx="14.5" cy="13.5" r="1.7" class="ground" />
      <circle cx="19.7" cy="13.5" r="1.7" class="ground" />
    </svg>
    <span class="name">Parley <span class="what">playground</span></span>
  `,
  styles: `
    :host {
      align-items: center;
      display: inline-flex;
      flex: none;
      font-size: var(--parley-font-size-l);
      font-weight: 700;
      gap: var(--parley-space-2);
      letter-spacing: -0.01em;
    }
    .ground {
      fill: #2559e8;
    }
    .mark {
      fill: #fff;
    }
    .what {
      color: var(--parley-text-muted);
      font-weight: 400;
    }
    @media (max-width: 479px) {
      .what {
        display: none;
      }
    }
  `,
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Brand {}
