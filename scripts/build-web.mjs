#!/usr/bin/env node
// Builds the SDKs and web apps whose sources changed, as `npm start` does.
import { ensureInstalled } from './lib/install.mjs'
import { ensureWebAppsBuilt } from './lib/web-apps.mjs'

ensureInstalled()
ensureWebAppsBuilt()
