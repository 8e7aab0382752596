/** Emoji by category, one a line: the sign, its name, then more words it is found by. */
export const EMOJI_LINES = {
  smileys: `
😀 grinning face, smile happy
😃 smiling face with big eyes, smile happy
😄 smiling face with laughing eyes, smile happy
😁 beaming face, grin smile
😆 laughing face, haha lol
😅 smiling face with sweat, phew nervous
🤣 rolling on the floor laughing, rofl lol
😂 face with tears of joy, haha lol laugh
🙂 slightly smiling face, smile
🙃 upside-down face, irony
😉 winking face, wink
😊 smiling face with rosy cheeks, blush
😇 smiling face with halo, angel innocent
🥰 smiling face with hearts, love
😍 heart eyes, love
🤩 star-struck, wow
😘 face blowing a kiss, kiss love
😋 yummy face, tasty delicious
😜 winking face with tongue, silly
🤪 zany face, crazy silly
🤗 hugging face, hug
🤭 giggling face, oops
🤫 shushing face, quiet secret
🤔 thinking face, hmm
🫡 saluting face, yes sir
🤐 zipper-mouth face, secret
🤨 raised eyebrow, doubt
😐 neutral face, meh
😶 face without mouth, silent
😏 smirking face, smirk
🙄 rolling eyes, annoyed
😬 grimacing face, awkward
😌 relieved face, calm
😔 pensive face, sad
😴 sleeping face, tired zzz
😷 face with mask, ill
🤒 face with thermometer, ill fever
🤕 face with head bandage, hurt
🤢 nauseated face, sick
🤧 sneezing face, cold
🥵 hot face, heat
🥶 cold face, freezing
🥴 woozy face, dizzy
🤯 exploding head, mind blown
🤠 cowboy, hat
🥳 partying face, celebrate birthday
😎 smiling face with sunglasses, cool
🤓 nerd face, glasses
🧐 face with monocle, inspect
😕 confused face, unsure
🙁 slightly frowning face, sad
😮 surprised face, wow oh
😲 astonished face, shocked
😳 flushed face, embarrassed
🥺 pleading face, please
😢 crying face, sad tear
😭 loudly crying face, sad sob
😱 screaming face, scared
😤 huffing face, triumph
😡 pouting face, angry mad
🤬 swearing face, angry
💀 skull, dead
💩 pile of poo, poop
🤡 clown, circus
👻 ghost, halloween
👽 alien, space
🤖 robot, bot`,
  people: `
👋 waving hand, hello bye hi
🖐️ raised hand, five
✋ high five, stop hand
👌 OK hand, perfect
🤌 pinched fingers, what
✌️ victory hand, peace
🤞 crossed fingers, luck
🤟 love-you gesture, hand
🤘 sign of the horns, rock
👈 pointing left, hand
👉 pointing right, hand
👆 pointing up, hand
👇 pointing down, hand
👍 thumbs up, yes like good +1
👎 thumbs down, no dislike bad -1
✊ raised fist, power
👊 fist bump, punch
👏 clapping hands, applause bravo
🙌 raising hands, hooray
🫶 heart hands, love
🤝 handshake, deal agree
🙏 folded hands, please thanks pray
✍️ writing hand, note
💪 flexed biceps, strong
👀 eyes, look see
👂 ear, listen
🧠 brain, smart
👶 baby, child
🧑 person, adult
👩 woman, person
👨 man, person
🧑‍💻 technologist, computer developer
🧑‍🎨 artist, paint
🧑‍🍳 cook, chef
🧑‍🚀 astronaut, space
🤷 shrugging person, dunno
🤦 facepalming person, facepalm
🙋 person raising hand, question
💃 dancer, dance
🕺 dancing man, dance
🏃 runner, run
🚶 walker, walk
👪 family, parents
🎅 Santa Claus, christmas
🦸 superhero, hero`,
  nature: `
🐶 dog, pet
🐱 cat, pet
🐭 mouse, animal
🐹 hamster, pet
🐰 rabbit, bunny
🦊 fox, animal
🐻 bear, animal
🐼 panda, animal
🐨 koala, animal
🐯 tiger, animal
🦁 lion, animal
🐮 cow, animal
🐷 pig, animal
🐸 frog, animal
🐵 monkey, animal
🙈 see-no-evil monkey, hide
🐔 chicken, animal
🐧 penguin, bird
🐦 bird, animal
🦆 duck, bird
🦉 owl, bird
🦄 unicorn, magic
🐝 bee, honey
🐛 bug, insect
🦋 butterfly, insect
🐌 snail, slow
🐢 turtle, slow
🐍 snake, python
🐙 octopus, sea
🐬 dolphin, sea
🐳 whale, sea
🦈 shark, sea
🐘 elephant, animal
🌵 cactus, plant
🎄 Christmas tree, holiday
🌲 evergreen tree, forest
🌴 palm tree, holiday
🌱 seedling, plant grow
🍀 four-leaf clover, luck
🌹 rose, flower
🌻 sunflower, flower
🌸 cherry blossom, flower spring
🍂 fallen leaf, autumn
☀️ sun, weather sunny
🌙 moon, night
⭐ star, favourite
🌈 rainbow, pride
☁️ cloud, weather
🌧️ rain, weather
⛄ snowman, winter
⚡ lightning, fast power
🔥 fire, hot lit
🌊 wave, sea water
🌍 globe, earth world`,
  food: `
🍏 green apple, fruit
🍎 red apple, fruit
🍋 lemon, fruit
🍌 banana, fruit
🍉 watermelon, fruit
🍇 grapes, fruit
🍓 strawberry, fruit
🍒 cherries, fruit
🍑 peach, fruit
🍍 pineapple, fruit
🥑 avocado, food
🍅 tomato, vegetable
🥕 carrot, vegetable
🌽 corn, vegetable
🌶️ hot pepper, spicy chili
🥐 croissant, breakfast
🍞 bread, toast
🧀 cheese, food
🥚 egg, breakfast
🥓 bacon, breakfast
🥞 pancakes, breakfast
🍔 hamburger, burger
🍟 French fries, chips
🍕 pizza, food
🌮 taco, food
🥗 salad, healthy
🍝 spaghetti, pasta
🍜 noodle soup, ramen
🍣 sushi, japanese
🍿 popcorn, movie
🍦 ice cream, dessert
🍩 doughnut, dessert
🍪 cookie, biscuit
🎂 birthday cake, party
🍰 cake, dessert
🍫 chocolate, sweet
🍭 lollipop, sweet
☕ coffee, hot drink
🍵 tea, hot drink
🥤 soft drink, cola
🍺 beer, drink
🍻 clinking beers, cheers drink
🥂 clinking glasses, cheers celebrate
🍷 wine, drink
🍸 cocktail, drink`,
  activities: `
⚽ football, soccer ball
🏀 basketball, ball
🏈 American football, ball
🎾 tennis, ball
🏐 volleyball, ball
🏓 table tennis, ping pong
🥊 boxing glove, fight
⛳ golf, flag
🎿 skis, winter sport
🏆 trophy, win
🥇 gold medal, first win
🎯 bullseye, target goal
🎮 video game, controller play
🎲 die, dice game
♟️ chess pawn, game
🧩 puzzle piece, jigsaw
🎨 palette, art paint
🎬 clapper board, film movie
🎤 microphone, sing karaoke
🎧 headphones, music
🎵 musical note, music song
🎸 guitar, music
🎹 piano, music
🥁 drum, music
🎉 party popper, celebrate tada hooray
🎊 confetti ball, celebrate
🎈 balloon, birthday
🎁 gift, present
🎃 jack-o-lantern, halloween
✨ sparkles, new magic`,
  travel: `
🚗 car, drive
🚕 taxi, cab
🚌 bus, travel
🚓 police car, law
🚑 ambulance, emergency
🚒 fire engine, emergency
🚚 truck, delivery
🚲 bicycle, bike
🏍️ motorcycle, bike
🚂 locomotive, train
🚆 train, rail
✈️ aeroplane, flight airplane
🚀 rocket, launch ship
🛸 flying saucer, ufo
🚁 helicopter, fly
⛵ sailing boat, sea
🚢 ship, cruise
⚓ anchor, harbour
🗺️ world map, travel
🏖️ beach, holiday
🏔️ mountain, snow
🏕️ camping, tent
🏠 house, home
🏢 office building, work
🏥 hospital, health
🏫 school, learn
🏰 castle, tower
🌃 night with stars, city
🌅 sunrise, morning
🗽 Statue of Liberty, new york`,
  objects: `
⌚ watch, time
📱 mobile phone, call
💻 laptop, computer
⌨️ keyboard, type
🖨️ printer, paper
📷 camera, photo
📺 television, tv
📞 telephone, call
🔋 battery, power
🔌 plug, power
💡 light bulb, idea
🔦 torch, flashlight
🕯️ candle, light
💰 money bag, rich
💳 credit card, pay
💎 gem, diamond
🔧 wrench, tool fix
🔨 hammer, tool build
🛠️ tools, fix build
🧪 test tube, science experiment
🔬 microscope, science
💊 pill, medicine
🩹 plaster, bandage
🚪 door, exit
🛏️ bed, sleep
🛒 shopping cart, buy
🎓 graduation cap, school
👑 crown, king queen
👓 glasses, see
☂️ umbrella, rain
📦 parcel, package box
✉️ envelope, letter mail
📝 memo, note write
📄 document, page
📅 calendar, date
📈 rising chart, growth
📉 falling chart, loss
📌 pushpin, pin
📎 paper clip, attach
✂️ scissors, cut
🗑️ waste bin, trash delete
🔒 lock, secure
🔑 key, password
🔍 magnifying glass, search
📚 books, read learn
🔔 bell, notification
📣 megaphone, announce
⏰ alarm clock, time
⏳ hourglass, wait time`,
  symbols: `
❤️ red heart, love
🧡 orange heart, love
💛 yellow heart, love
💚 green heart, love
💙 blue heart, love
💜 purple heart, love
🖤 black heart, love
🤍 white heart, love
💔 broken heart, sad
💕 two hearts, love
💯 hundred points, perfect 100
✅ check mark, done yes
☑️ ticked box, done
❌ cross mark, no wrong
⭕ circle, ring
❗ exclamation mark, important
❓ question mark, what
⚠️ warning, careful
🚫 prohibited, no forbidden
⛔ no entry, stop
🛑 stop sign, halt
♻️ recycling, green
🔴 red circle, dot
🟠 orange circle, dot
🟡 yellow circle, dot
🟢 green circle, dot
🔵 blue circle, dot
🟣 purple circle, dot
⚫ black circle, dot
⚪ white circle, dot
➕ plus, add
➖ minus, remove
➡️ right arrow, next
⬅️ left arrow, back
⬆️ up arrow, top
⬇️ down arrow, bottom
🔁 repeat, loop
🔗 link, chain url
💬 speech bubble, chat message
💭 thought bubble, think
💤 zzz, sleep
🆗 OK button, okay
🆕 new button, fresh
🏳️‍🌈 rainbow flag, pride
🏁 chequered flag, finish`,
} as const
