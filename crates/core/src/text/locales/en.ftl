### Every sentence that a person reads, in English.
### How the bot speaks: calm, short, one question at a time, an example in each.

## How dates, times and lists are written (strftime patterns with the locale's names).

date-full = %A %-d %B %Y
date-short = %A %-d %B
date-plain = %-d %B %Y
date-month = %B %Y
date-button = %a %-d %b
time-of-day = %H:%M
today = Today
tomorrow = Tomorrow
duration-minutes = { $minutes } min { $seconds } s
duration-whole-minutes = { $minutes } min
duration-seconds = { $seconds } s
duration-round-minutes = { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}
duration-round-seconds = { $seconds ->
    [one] 1 second
   *[other] { $seconds } seconds
}
quoted = “{ $text }”
decimal = { $whole }.{ $part }
sentence = { $text }.

## Words for values.

category-restaurant = Restaurant
category-clinic = Clinic
category-hotel = Hotel
category-general = Something else
noted-category-restaurant = a restaurant
noted-category-clinic = a clinic
noted-category-hotel = a hotel
people = { $count ->
    [one] 1 person
   *[other] { $count } people
}
nights = { $count ->
    [one] 1 night
   *[other] { $count } nights
}
language-en = English
language-es = Spanish
# Within a sentence.
language-en-within = English
language-es-within = Spanish
transcript-always = Automatically
transcript-ask = On request
transcript-never = Never
value-none = not set
number-with-country = { $number }, { $country }
noted-name = name { $name }
noted-business = place { $name }
noted-call-language = { $language } on the phone
noted-timezone = { $zone } time
got-it = Got it: { $list }.
now-it-is = Changed: { $list }.

## The questions.

ask-phone = Which number should I call? With country code if it's abroad, for example +1 415 555 2671.
ask-task = What should I ask them for? One or two sentences, as you'd tell a friend, for example: Reserve a table for two, outside if they can.
ask-category = What kind of place is it? For example: restaurant.
ask-name = Which name should I give? For example: Ana García.
ask-business = What is the place called? For example: Luigi's.
ask-date-restaurant = For which day? For example: Friday, or 29 January.
ask-date-clinic = For which day? For example: tomorrow, or next Tuesday.
ask-date-hotel = On which day do you arrive? For example: Friday, or 29 January.
ask-date-general = Which day? For example: Friday, or 29 January.
ask-time-restaurant = At what time? For example: 20:30, or half past eight.
ask-time-clinic = At what time, or when does it suit you? For example: 10:30, or morning before 11am.
ask-time-hotel = At what time? For example: 16:00.
ask-time-general = At what time? For example: 16:30.
ask-party_size-restaurant = For how many people? For example: 4.
ask-party_size-clinic = For how many people? For example: 1.
ask-party_size-hotel = How many guests? For example: 2.
ask-party_size-general = How many people? For example: 4.
ask-nights = How many nights? For example: 3.
ask-call_language = Which language should I speak on the phone? English or Spanish.
ask-timezone = In which timezone are the date and time? For example: Madrid, or America/New_York.
ask-current = Now: { $value }.

example-phone = A number looks like +1 415 555 2671 or +34 912 34 56 78. Without the + I assume { $country }.
example-task = For example: “Ask whether they have the iPhone 15 and what it costs.” Between ten and a thousand characters.
example-category = Choose one of the four: a restaurant for a table, a clinic for an appointment, a hotel for a room, or something else for any other question.
example-name = A first name is enough, for example Ana. The place will hear this name.
example-business = The name on the door, for example Casa Pepe.
example-date = A day looks like: tomorrow, Friday, 29 January, or 2027-01-29.
example-time = A time looks like: 20:30, 8:30pm, half past eight, or: in the evening.
example-party_size = A number from 1 to 50, for example 4.
example-nights = A number from 1 to 50, for example 3.
example-call_language = Write English or Spanish.
example-timezone = A city is enough: London, Madrid, New York, Los Angeles.
example-ways-out = You can also write back, skip or cancel.
example-ways-out-required = You can also write back or cancel.

why-phone = It's the number I'll call.
why-task = I tell them what you need in your words, so a sentence or two is enough.
why-category = It tells me which details they will ask for.
why-name = They usually ask for a name. You can skip it.
why-business = It helps me to know that I reached the right place. You can skip it.
why-date = They will ask for the day. You can skip it if it doesn't matter.
why-time = They will ask for the time. You can skip it if it doesn't matter.
why-party_size = They will ask how many of you are coming. You can skip it.
why-nights = They will ask how long you stay. You can skip it.
why-call_language = It is the language they will hear.
why-timezone = So I know which timezone 20:00 is in.

## What did not fit.

phone-not-a-number = I don't see a phone number in that.
phone-too-short = That number is too short for its country.
phone-too-long = That number has too many digits. If it's abroad, write it with + and the country code.
phone-several = I see more than one number there, and I call only one.
phone-ruled-out = I understood that I shouldn't call that number.
phone-fax = That looks like a fax number.
phone-own = That looks like your own number.
phone-unknown-country = No country uses that code.
phone-emergency = That is an emergency number. I never call those: in an emergency, call it yourself, now.
phone-premium = That is a premium-rate number: calling it is expensive, and KallyAI refuses it. I never call those.
date-not-a-date = I don't see a day in that.
date-no-such-day = There is no such day.
date-other-weekday = That day is { $date }, not the weekday you wrote.
date-past = { $date } is in the past.
date-too-far = { $date } is more than a year away.
date-ambiguous = That can be { $first } or { $second }. Which one?
time-not-a-time = I don't see a time in that.
time-too-far-ahead = I can put a call off for 60 days at most.
time-past-by-then = By then it would be too late for what you ask.
time-no-such-time = That isn't a time.
count-not-a-number = I don't see a number in that.
count-out-of-range = Give me a number from 1 to 50.
text-empty = I couldn't read anything in that.
text-too-short = That is a little short: { $least } characters or more, please.
task-too-long = That is { $count } characters, and KallyAI takes { $most } at most. I can take the first { $kept }, up to the end of a sentence. Or tell me in fewer words.
button-ask-too = Ask that too
button-tell-too = Tell them that too
button-shortened = Use the shortened version
text-too-long = That is too long: { $most } characters at the most.
name-unknown = I don't see a name in that.
category-unknown = It can be a restaurant, a clinic, a hotel, or something else.
language-unknown = I speak English and Spanish.
timezone-unknown = I don't know that timezone.
region-unknown = I don't know that country.
none-of-these = Please choose one of these.
required = I can't call without it.
first-question = This is the first question.
day-since-midnight = Midnight has passed since I asked. Which day do you mean?
time-has-passed = That time has passed.

## When it was no answer.

aside-greeting = Hello.
aside-thanks = You're welcome.
aside-who = I place phone calls for you through KallyAI and bring back what they said.
aside-frustration = I'm sorry this is tedious. Your answers so far are kept; write cancel to stop.
aside-question = I can't answer that, but I can ask them on the phone. { $sign }help says what I can do.
aside-nothing = I couldn't find an answer in that.
aside-waiting = No hurry.
aside-disclosure = They always hear that an AI is calling for you. I can't change that.

## The card.

card-header = 📞 { $number } · { $country }
card-header-plain = 📞 { $number }
field-place = Place
field-name = Name
field-call-at = I call
field-when = When
field-arrival = Arrival
field-nights = Nights
field-people = People
field-guests = Guests
field-callback = Call-back
callback-yours = the number in your settings
field-language = Language
when-date-time = { $date }, { $time } ({ $zone })
when-date = { $date } ({ $zone })
when-time = { $time } ({ $zone })
languages = { $phone } on the phone, { $chat } here
languages-same = { $phone } on the phone and here
card-corrected = If your words say something else, these details count:
card-shared-cost = The caller shares the cost of this number, so the call may cost more than usual.
card-satellite = This number belongs to no country: it's a satellite phone or something similar. The call may be expensive, and KallyAI may refuse it.
card-unlisted = KallyAI doesn't list { $country } among the countries that it calls, so it may refuse the call.
card-unlisted-unnamed = KallyAI doesn't list this number's country among those that it calls, so it may refuse the call.
card-disclosure = They will hear an AI that says it's calling for you.

# The same call, asked for by somebody in the room.
same-call-by = ⚠️ { $name } asked for the same call at { $time }.
same-call-by-day = ⚠️ { $name } asked for the same call on { $date } at { $time }.
same-call-yours = ⚠️ You asked for the same call at { $time }.
same-call-yours-day = ⚠️ You asked for the same call on { $date } at { $time }.
same-call-confirmed = It hasn't been placed yet.
same-call-running = It's under way.
same-call-unknown = It may have been made; I'm not sure.
same-call-untold = I don't know how it ended.
button-call-as-well = Call as well
card-linked = ✅ Linked. Here is your request again.
card-goes-on = Here is your request again.
card-undone = Here is your request again.
card-other = Your other request:
card-lapsed = I couldn't place this call in time, so no call was made. Do you still want it?
card-is-today = Midnight has passed since you told me the day: it is today now. Is that still right?
card-late = You said yes a while ago, while I was away. Do you still want this call?
card-restored = I was restored from an earlier copy of my data, so I may have forgotten the newest part of our conversation. If this call was made already, please don't make it again. Do you still want it?
card-unseen = Please check this first. Shall I call?
card-not-understood = I didn't understand that. Say what should be different, for example “5 people” or “at nine”, or choose below.
card-tell-them = I don't see a change in that. Shall I tell them that too?
card-extension = I can't dial extensions, so I'll tell whoever answers: { $extension }.
card-extension-untold = I can't dial extensions, and the task has no room left for { $extension }. Shorten it if they need to know.
number-from-calls = The number is from your calls.
number-from-history = The number is from your account's history.
number-from-card = The number is from a contact card.
number-from-told = The number is from your contacts.
number-from-shared = The number is from { $name }, who shares it here.
card-from-contacts = From your contacts: { $list }.
card-last-time = As last time: { $list }.
contact-which = I know several numbers for that name.
contact-this = I know one place with a similar name.
card-guessed = I guessed: { $list }.
guessed-time = { $time }, not { $other }
card-already = It already says that.
call-at-past = The time for the call has passed, so I would call right after you confirm it.
call-at-no-such-time = The clocks change there, and that time for the call doesn't exist. I would call right after you confirm it.
call-at-too-late = By then it would be too late for what you ask. I would call right after you confirm it.
call-at-open-now = They should be open now, so I call right after you confirm it.
hours-never-open = Those hours would leave no day on which they are open, so I haven't noted them. When are they open?
hours-noted = I've noted when they are open: { $hours }.
hours-closed = closed
card-now-or-then = { $time }, or now all the same? Choose below.
card-then-or-later = { $time }, or the time that you chose? Choose below.
there-now-unusual = It is { $time } there, on a { $weekday }.
there-now-holiday = It is { $time } there, and today is a public holiday.
there-now-closed = It is { $time } there, on a { $weekday }. From what you told me, they are closed now.
there-then-unusual = On a { $weekday } at { $time }, their time, places of that kind are often closed.
there-then-holiday = That day is a public holiday there, so they may be closed at { $time }.
there-then-closed = From what you told me, they are closed on a { $weekday } at { $time }.
call-at-which-zone = The number doesn't tell me where they are, so I don't know what time it is there.
ask-call-at = When should I call ({ $zone } time)? For example: tomorrow at 10, in two hours, or when they open.
due-soon = I'll call { $whom } at { $time } ({ $zone }).
card-number-people-time = { $number } people, or { $number }:00? Write it out, for example “{ $number } people” or “at { $number }:00”.
card-number-people-nights = { $number } people, or { $number } nights? Write it out, for example “{ $number } people”.
card-number-people = Do you mean { $number } people? Write it out, for example “{ $number } people”.
card-number-time = Do you mean { $number }:00? Write it out, for example “at { $number }:00”.
card-emptied = { $field }: left empty.
changed = Changed: { $list }.
choose-field = What would you like to change?
danger = I never call the emergency services. If somebody is in danger, call { $emergency } yourself, now.
danger-violence = 016 is the helpline for violence against women, and I never call it. Call it yourself, at any hour. If you are in danger, call { $emergency } now.
danger-despair = Please talk to somebody now: call { $listening } yourself, at any hour. If a life is in danger, call { $emergency }. I never make such calls.
new-request = A new request?
new-request-instead = Keep both, replace the open one, or stay with that one?
form-open = You have an open request. Go on with it, keep both, or start over?
many-requests = You have several requests open. Finish or cancel one of them first.
cancelled = Cancelled. No call was made.
nothing-to-cancel = There is nothing to cancel.
nothing-here = You have nothing open here. For your other calls and requests, ask me in private.
hanging-up = I'm hanging up on the call { $to }. You'll get the outcome when it is over.
taken-back = I've cancelled the call { $to }. It was not made.
cannot-stop = I lost contact while placing the call { $to }, so I can't hang up. It may have been made. I'm checking, and I'll tell you what I find.
already-over = The call { $to } is over.
never-made = The call { $to } was not made.
called-already = You've already confirmed that request.
which-call = Which one do you mean?
call-to-number = to { $number }
call-to-business = to { $business } ({ $number })
# After a verb of calling.
whom-number = { $number }
whom-business = { $business } ({ $number })
call-line-confirmed = The call { $to }: not made yet
call-line-running = The call { $to }: under way
call-line-doubtful = The call { $to }: I lost contact, and I'm checking whether it was made
call-line-undecided = The call { $to }: not known whether it was made
call-line-ended = The call { $to }: over
call-line-put-off = The call { $to }: { $date } at { $time } ({ $zone })
call-line-form = Not confirmed yet: { $about }
call-line-form-there = Not confirmed yet, in another chat: { $about }
while-quiet = While it was quiet:
while-quiet-line = { $place }: { $status }
while-quiet-line-words = { $place }: { $status }. { $words }
while-quiet-not-made = not called
button-show = Show
calls-header = Your calls:
calls-none = You have no calls under way. Write { $sign }call to begin one.
calls-more-elsewhere = You have others: ask me about them in private.
dropped = I've dropped this request.
dropping-there = I'm dropping your request in the other chat: { $about }
dropped-calls = I've dropped this request. You still have:
other-request = You also asked for this. Shall I prepare it now?
still-wanted = You asked for this a while ago, while I was away. Do you still want it?

## Small talk and help.

welcome = I place phone calls for you through KallyAI: a table, an appointment, a room, a price. Write { $sign }call, or tell me in one sentence, for example: “Call +1 415 555 2671 and reserve a table for four tomorrow at 8”.
help = How it works: you tell me the number and what you need, I read it back, and I call only when you choose “Call now”. Then you get what they said, and the transcript.
help-command = { $sign }{ $command }: { $does }
help-words = At any question you can write back, skip, cancel or help. You can correct anything at any time, for example “no, 5 people”.
# What Telegram shows of the bot: in an empty chat, and on its page.
about = I make phone calls for you: a table, an appointment, a question. Tell me the number and what to ask for; an AI places the call through KallyAI and says that it is one, and I bring back what they said.
about-short = Phone calls that an AI makes for you through KallyAI: a table, an appointment, a question.
# What Telegram's menu shows beside each command.
command-call = Start a phone call; you can add the whole request after it
command-calls = Your calls: what is under way, with buttons to stop it
command-cancel = Drop the request, or cancel the call
command-help = What I can do
command-account = Your account and what is left on your plan
command-settings = Language, timezone, your name, transcripts, quiet hours
command-room = The settings of this room (for its moderators)
command-login = Link your KallyAI account
command-logout = Delete your KallyAI sign-in
command-privacy = What is kept about you
command-admin = Who may use me (for admins)
unknown-command = I don't know that command. { $sign }help shows the ones I know.
not-understood = I didn't understand that. Write { $sign }call, or tell me in one sentence who to call and what for.
wordless-voice = I can't listen to voice messages. Please write it.
wordless-picture = I can't see pictures or videos. Please write it.
wordless-file = I can't open files. Please write it.
wordless-location = A place on the map doesn't tell me who to call. Please write the number.
wordless-poll = I can't read polls. Please write it.
wordless-other = I only read words. Please write it.
language-changed = I'll speak English with you from now on.
small-talk-thanks = You're welcome.
small-talk-question = I can't answer that myself, but I can call somebody who can: write { $sign }call.
small-talk-frustration = I'm sorry. Write { $sign }help to see what I can do.
small-talk-nothing = Write { $sign }call when you want me to call somebody.
when-over = You'll get that when the call is over.
stale = That choice is no longer open.
out-of-date-question = That message is out of date. I'm waiting for your answer to my last question: { $field }.
out-of-date-field = That message is out of date. I've asked what you'd like to change; “{ $card }” takes you back.
out-of-date-call-at = That button no longer works. I'm asking when to call.
out-of-date-card = That message is out of date. Please use the newest card.
out-of-date-requests = Please choose first which of the two requests goes on.
of-other = This is { $name }'s request.
of-other-unnamed = This is somebody else's request.
room-welcome = Hello. I place phone calls for you through KallyAI. Write { $sign }call, with your whole request behind it if you like, and answer me by replying to my messages. Each call goes through the KallyAI account of the person who asks for it; we link that in private.
reply-to-answer = To answer in words, reply to this message.
reply-to-change = To change something in words, reply to this message.
not-kept = I can't save anything at the moment, so I've done nothing with what you just wrote. I'll come back to it as soon as I can.
restored = I was restored from an earlier copy of my data, so I may have forgotten the newest part of our conversation, and I did nothing about your last message. { $sign }history shows the calls that were made. Please say it again if you still want it.
restored-call = I was restored from an earlier copy of my data. In that copy the call to { $number } was still waiting. It may have been made or called off since, so I won't make it by myself. { $sign }history shows the calls that were made. If you call again, they may get two calls.
restored-sign-in = I was restored from an earlier copy of my data, and your sign-in to KallyAI works no more. Please sign in again.
restored-report = I was restored from a copy of { $when } (UTC). What happened after that I don't know: calls, sign-outs, settings, invitations, blocks, and people who were deleted. { $calls ->
    [0] No call was waiting in that copy.
    [one] One call was waiting in that copy: I asked its person and won't make it by myself.
   *[other] { $calls } calls were waiting in that copy: I asked their people and won't make them by myself.
  } Open invitations have ended. I'm looking now who has to sign in again.
restored-accounts = After the restore I tried all sign-ins. { $out ->
    [0] Nobody has to sign in again.
    [one] One person has to sign in again; I told them.
   *[other] { $out } people have to sign in again; I told them.
  } Sign-ins that work: { $working }.
record-lost = I couldn't read my notes of our conversation, so I've set them aside. Please begin again with { $sign }call. Calls that are under way are not affected.

## The call.

status-at-once = Calling { $whom } now…
status-soon = Calling { $whom } in { $wait }.
status-waits = I'll call { $whom } at { $time } ({ $zone }).
status-waits-day = I'll call { $whom } on { $date } at { $time } ({ $zone }).
status-scheduled = I'll call { $whom } again at { $time } ({ $zone }).
status-scheduled-day = I'll call { $whom } again on { $date } at { $time } ({ $zone }).
status-queued = KallyAI has the call { $to } in its queue and hasn't dialled yet.
status-calling = Calling { $whom }…
status-calling-for = Calling { $whom }… ({ $elapsed })
status-stopping = Hanging up on { $whom }…
status-unreachable = I can't reach KallyAI at the moment, so I haven't called { $whom } yet. I'll keep trying for { $patience }.
status-doubtful = I lost contact while calling { $whom }. The call may have been made. I'm checking KallyAI's history for { $patience } before you decide; I won't call again meanwhile.
status-unknown = I couldn't find out whether the call { $to } was made.
status-over = The call { $to } is over.
status-withdrawn = ✖️ I didn't call { $whom }.
status-untold = The call { $to } may still be going on. You logged out, so I can't tell you how it ends.
undecided = I lost contact while placing the call to { $number }, and KallyAI's history doesn't show it. It may have been made anyway. If you call again, they may get two calls.
undecided-silent = I lost contact while placing the call to { $number }, and KallyAI hasn't told me since whether it was made. It may have been. If you call again, they may get two calls.
refused-again = KallyAI didn't take another call to { $number }. It's still not known whether the first one was made.
never-ending-silent = KallyAI hasn't told me for a long time how the call to { $number } is going, and I have stopped asking. I can look again whenever you like.
never-ending = KallyAI still says that the call to { $number } is under way, and I have stopped following it. I can look again whenever you like.
left-alone = All right, I'll leave it there.
ask-when-waiting = When should I call? For example: at 6 pm, or tomorrow at 10.
ask-when-again = When should I call again? For example: at 6 pm, or tomorrow at 10.
too-late-to-undo = It's too late to cancel it: the call is under way. You can stop it.
edit-too-late = The call is already under way, so that changes nothing. { $sign }cancel stops it.
stop-running = The call { $to } is under way. Hang up?
could-not-stop = KallyAI hasn't hung up yet. I keep asking it to, and you'll get the outcome when the call is over.

outcome-success = ✅ Call finished.
outcome-success-duration = ✅ Call finished ({ $duration }).
outcome-no_answer = Nobody answered.
outcome-busy = The line was busy.
outcome-voicemail = It went to voicemail.
outcome-failed = ✖️ The call failed.
outcome-cancelled = ✖️ The call was cancelled.
outcome-terminated = ✖️ The call ended before it was finished.
outcome-other = KallyAI reports: { $status }.
outcome-for = { $business }, { $number }
outcome-next = Next: { $text }
kallyai-says = KallyAI says: { $text }

refused-quota = Your KallyAI plan is used up, so no call was made. I've kept this request. You can upgrade at { $url }, then call again.
refused-budget = Your KallyAI budget doesn't allow this call, so no call was made. I've kept this request. Raise or approve the budget in the KallyAI app, then call again.
refused-missing-phone = KallyAI found no phone number in the request, so no call was made. Everything else is kept.
refused-emergency = That is an emergency number, which KallyAI never calls. In an emergency, call it yourself, now. Everything else is kept.
refused-toll = That is a premium-rate number, which KallyAI doesn't call. Everything else is kept.
refused-safety = KallyAI won't call about this, so no call was made. Please word it differently; everything else is kept.
refused-scheduling = KallyAI can't call for this date or time, so no call was made. Everything else is kept.
refused-consent = You haven't accepted KallyAI's terms yet, so no call was made. I've kept this request. Accept them in the KallyAI app, then call again.
refused-language = KallyAI speaks English and Spanish on the phone. Everything else is kept.
refused-country = KallyAI doesn't call that country yet, so no call was made. It calls the US, Canada, the UK, Spain and most of Europe. Everything else is kept.
refused-blocked = KallyAI isn't allowed to call that number, so no call was made. Everything else is kept.
refused-objection = The people at that number don't want calls like this, so no call was made, and nobody will call them from here again. Everything else is kept.
refused-forbidden = Your KallyAI sign-in isn't allowed to make calls, so no call was made. I've kept this request. Sign in again with { $sign }login, then call again.
refused-rate-limited = KallyAI has too many requests at the moment, so no call was made. I've kept this request. Please call again in a few minutes.
refused-other = KallyAI didn't take this call, so no call was made. I've kept this request.
reference = [{ $reference }]

transcript-later = The call is still under way. You'll get the transcript when it is over.
transcript-coming = The transcript is on its way.
refused-privately = KallyAI didn't place the call. The reason concerns your account, so I've told you in private.
transcript-header = Transcript of the call to { $whom }
transcript-file = The transcript has { $count } entries, so here it is as a file.
transcript-none = KallyAI has no transcript of this call yet. You can ask again in a while.
transcript-file-name = transcript.txt
recording-header = Recording of the call to { $whom }
recording-file-name = recording
recording-none = KallyAI has no recording of this call yet. You can ask again in a while.
recording-missing = I couldn't get the recording from KallyAI. Please try again in a few minutes.
recording-too-large = The recording is too large to be sent here.
recording-address = Listen to it at KallyAI
recording-in-private = The recording comes to you in private.
speaker-assistant = KallyAI
speaker-other = Them
file-refused = This server doesn't take files from me. Ask its operator to allow uploads.
file-refused-text = This server doesn't take files from me, so here is the text.
calendar-ready = The appointment, for your calendar.
calendar-none = KallyAI has no calendar file for this call.
calendar-file-name = appointment.ics

## The account.

in-private = That is personal, so I only say it in our private chat: write to me there.
link-in-private = To call for you I need your KallyAI account. Linking is for our private chat; I'll keep this request and go on here when you're done.
said-privately = I've written to you in private.
elsewhere-shut = I can't write where you asked me any more, so I'm telling you here.
elsewhere-left = You've left the room where you asked me, so I'm telling you here.
door-link = Link my account
door-chat = Open our chat
door-room = Add me to a group
link-to-call = You haven't linked your KallyAI account yet. It takes a minute, and I'll keep this request meanwhile.
link-asked = Here you can link your KallyAI account. It takes a minute.
link-revoked = KallyAI no longer accepts your sign-in. Please link your account again.
link-revoked-form = KallyAI no longer accepts your sign-in, so no call was made. Please link your account again; I'll keep this request meanwhile.
link-to-follow = KallyAI no longer accepts your sign-in, so I can't see how the call is going. Please link your account again, and I'll tell you how it ended.
link-label = Link my account
link-step-sign-in = Open the link and sign in at KallyAI.
link-step-confirm = Check that the page shows the code { $code } and your name, then press Link.
link-step-elsewhere = If your browser runs on another machine, it shows an error page in the end. Then copy its address (it begins with { $begins }) and send it to me here.
link-code = Check that the page shows the code { $code } and your name.
link-step-continue = Press Continue there, and sign in at KallyAI.
link-step-paste = Your browser then shows an error page. Copy its address (it begins with { $begins }) and send it to me here. Send it only to me, never to a person: anybody who has it can use your account. If a page opens instead, check that it shows the code { $code } and your name, then press Link.
link-valid = The link works for { $valid }, once, and for you alone.
link-used = ✅ This link has been used.
link-over = This link no longer works.
link-too-many = You have asked for a lot of links. You can have a new one in { $wait }.
link-too-many-but-one = You have asked for a lot of links. The newest one still works; you can have another in { $wait }.
pasted-in-group = That address can open a KallyAI account, and others here may have read it. I haven't used it, and its link no longer works. Please sign in again: write { $sign }login to me in private.
pasted-foreign = I haven't used that address: the link that you followed was made for somebody else. If they sent it to you, don't follow it again. Write { $sign }login for your own.
pasted-used = That address has already been used; each works once. { $sign }account says whether your account is linked, and { $sign }login gives you a new link.
pasted-expired = That address has expired. Write { $sign }login for a new link.
pasted-ended = That address belongs to a link that no longer works: you have asked for a newer one, or signed out. I haven't used it. Write { $sign }login for a new link.
pasted-unknown = I don't recognise that address: it isn't from any of my links. Write { $sign }login for a new one.
pasted-broken = A part of that address is missing. Please copy all of it and send it in one message, or write { $sign }login for a new link.
pasted-denied = KallyAI did not sign you in. You can follow the link again, or write { $sign }login for a new one.
pasted-elsewhere = Accounts are linked on my own page here, so I haven't used that address. Write { $sign }login for the link.
shown-in-group = Others here may have read that link, so I have ended it: nobody can link an account with it now. Write { $sign }login to me in private for a new one.
shown-foreign = That link was made for somebody else. I have ended it: nobody can link an account with it now. Write { $sign }login for your own.
shown-itself = That is the link itself: open it in a browser. Only the newest one works, and you can have a new one with { $sign }login.
please-delete = I can't delete your last message here. It may open your KallyAI account, so please delete it yourself.
link-waiting = Your request is kept until your account is linked. Open the link above, or get a new one.
link-waiting-in-private = Your request is kept until your account is linked. The link is in our private chat; I can send a new one there.
whose = ✅ Signed in: { $account }.
whose-unknown = ✅ Signed in. KallyAI didn't tell me which plan it has.
whose-newest = Its newest call: { $date }, { $time }, to { $number }.
whose-newest-unnamed = Its newest call: { $date }, { $time }.
whose-no-calls = It has made no calls yet.
whose-replaces = It would replace the account that is linked now.
whose-question = Is that your account? I'll call with it only if you say yes.
linked = ✅ Linked.
linked-untold = These calls belong to your previous account, so I can't tell you how they end:
linked-next = I can place calls for you now: write { $sign }call.
linked-goes-on = Your request goes on where you made it.
way-to-request = Go to the request
sign-in-dropped = I've discarded that sign-in, and nothing was linked.
sign-in-dropped-stays = I've discarded that sign-in. Your account stays linked as before.
account-plan = plan { $plan }
account-credits = { $count ->
    [one] { $number } credit left
   *[other] { $number } credits left
}
account-minutes = { $count ->
    [one] { $number } minute left
   *[other] { $number } minutes left
}
logged-out = I've deleted your KallyAI sign-in. With it go the contacts that only its history told; I keep your settings, your other contacts, any open request and the outcomes in this chat. Write { $sign }login to link again.
logged-out-untold = I can't tell you how these end:
logout-when = You still have this under way. Shall I log you out when it is over, or now? If now, calls that were not made yet are cancelled, and I can't tell you how the others end.
logs-out-later = All right, I'll log you out when your calls are over. A transcript can't be fetched after that.
link-ended = No KallyAI account is linked. The link that I gave you no longer works. Write { $sign }login for a new one.
not-linked = No KallyAI account is linked. Write { $sign }login to link yours.
usage-linked = Your KallyAI account has been linked since { $date }.
usage-unavailable = KallyAI didn't say what is left on your plan.
field-plan = Plan
field-minutes = Minutes left
field-calls = Calls left
field-credits = Credits left
field-period-end = Renews on

## The settings.

settings-header = Your settings. Choose one to change it.
settings-saved = ✅ Saved.
setting-language = Language
setting-timezone = Timezone
setting-name = Name
setting-callback = Call-back number
setting-region = Home country
setting-transcript = Transcripts
setting-quiet = Quiet hours
setting-dayahead = Reminder the day before
setting-hoursahead = Reminder some hours before
ask-setting-dayahead = Should I remind you of an appointment the day before?
ask-setting-hoursahead = How long before an appointment should I remind you once more?
dayahead-on = Yes
dayahead-off = No
hoursahead-1 = 1 hour before
hoursahead-2 = 2 hours before
hoursahead-3 = 3 hours before
hoursahead-6 = 6 hours before
hoursahead-off = No
ask-setting-language = Which language should I use with you?
ask-setting-timezone = Which timezone are you in? A city is enough, for example Madrid.
ask-setting-name = Which name should I book under? For example: Ana García.
ask-setting-callback = At which number can they call you back? For example: +1 415 555 2671.
ask-setting-region = Which country do you mean when a number has no +? For example: Spain.
ask-setting-transcript = When should I send the transcript of a call?
ask-setting-quiet = At which hours should news of scheduled calls arrive without a sound? For example: 22:00-7:30. If several calls end in that time, I sum them up when it is over.
quiet-night = 22:00–07:30
quiet-off = Off
quiet-not-hours = I need two times, for example 22:00-7:30.
quiet-same = Those hours begin and end at the same time. I need two different times, for example 22:00-7:30.
quiet-which-half = In the morning or in the evening? Write 22:00 or 10 pm, for example.
setting-now = Now: { $value }.

## The settings of a room.

setting-summary = Outcome for the room
setting-stopping = Who may stop a call
setting-threads = Threads
summary-on = One line
summary-off = Only in the thread
stopping-requester = Whoever asked for it
stopping-everybody = Everybody here
threads-on = One for each request
threads-off = No threads
room-settings-header = The settings of this room. Its moderators can change them; your own settings come first for you.
ask-room-language = Which language should I use in this room?
ask-room-timezone = Which timezone is this room in? A city is enough, for example Madrid.
ask-room-region = Which country do people here mean when a number has no +? For example: Spain.
ask-room-quiet = At which hours should news of scheduled calls arrive in this room without a sound? For example: 22:00-7:30.
ask-room-summary = When a call ends, should I tell the whole room in one line?
ask-room-stopping = Who may stop a call that somebody asked for here?
ask-room-threads = Should each request get a thread of its own?
button-room-clear = Use the default
room-settings-there = A room's settings belong to the room: write { $sign }room there.
room-not-moderator = Only moderators can change the settings of this room.
room-moderator-unknown = I couldn't check whether you're a moderator here, so nothing has changed. Try again in a while.
stopped-by-other = { $name } asked me to stop your call { $to }. In this room everybody may do that.

## The buttons.

button-call-now = Call now
button-edit = Edit
button-card = Back to the card
button-cancel = Cancel
button-drop-form = Drop this request
button-which = { $do }: { $place }
button-logout-later = After the call
button-my-data = My data
button-forget-me = Forget me
button-forget-all = Forget everything
button-keep-data = No, keep it
button-logout-now = Now, without the outcome
button-skip = Skip
button-back = Back
button-continue = Continue
button-go-on = Go on with the request
button-start-over = Start over
button-replace-request = Replace
button-keep-request = Keep this one
button-keep-both = Keep both
button-new-link = New link
button-transcript = Transcript
button-transcript-here = Transcript here
button-transcript-to-me = Transcript to me
button-recording = Recording
button-recording-here = Post it here
button-change = Change and call again
button-calendar = Calendar
button-call-again = Call again
button-in-minutes = In { $minutes } min
button-in-an-hour = In an hour
button-choose-time = Choose a time
button-undo = Undo
button-stop = Stop
button-check-again = Check again
button-try-again = Try again
button-empty = Leave it empty
button-call-anyway = Call again anyway
button-leave-it = Leave it
button-copy-number = Copy the number
button-clear = Clear
button-keep = Keep it
button-login = Link my account
button-mine = Yes
button-not-mine = No
button-mine-aside = Yes, it's my account
button-not-mine-aside = No, it isn't mine
button-still-wanted = Yes, go on
button-not-wanted = No, thanks
button-contact = 📱 Share my number
button-replace = Link another account
slot-phone = Number
slot-task = Task
slot-category = Kind of place
slot-business = Place
slot-name = Name
slot-date = Date
slot-time = Time
slot-nights = Nights
slot-party_size = People
slot-call_language = Language
slot-timezone = Timezone

## The terminal.

terminal-saved = Saved to { $path } ({ $lines } lines).
terminal-saved-file = Saved to { $path }.
terminal-leave = Press Ctrl-C again, or Ctrl-D, to leave. Calls under way go on.
terminal-leave-demo = Press Ctrl-C again, or Ctrl-D, to leave. The demo ends with that, and everything in it is removed.
terminal-how-to-leave = To leave, write exit or press Ctrl-D. Calls under way go on, and you get their outcome when you come back.
terminal-how-to-leave-demo = To leave, write exit or press Ctrl-D. The demo ends with that, and everything in it is removed.
terminal-demo = This is a demo: KallyAI is simulated, and nobody is really called. Everything in it is removed when you leave.
terminal-cut = That message was very long, so I read only the beginning.

## The pages of the link.

page-title = Link KallyAI
page-confirm-heading = Link this KallyAI account?
page-confirm-who = Who will place calls with it:
page-confirm-code = Your chat must show the same code:
page-confirm-warning = If the name or the code is not yours, close this page: this link was made for somebody else.
page-confirm-what = kally-bridge will place phone calls and read their outcomes and transcripts with this account, for this chat user, until you write { $sign }logout.
page-confirm-button = Link
page-decline-button = Don't link
page-done-heading = Signed in
page-done-text = You can close this page and go back to your chat. There I'll ask you once more whether this is your account.
page-declined-heading = Not linked
page-declined-text = Nothing was linked, and what KallyAI sent was discarded. Write “login” in the chat to begin again.
page-used-heading = This link has already been used
page-used-text = A link works once. Go back to your chat and write “login” for a new one.
page-ended-heading = This link no longer works
page-ended-text = Nothing was linked with it. There is a newer link in your chat, or you have signed out there. Write “login” in the chat for a new one.
page-expired-heading = This link has expired
page-expired-text = A link works for a few minutes. Go back to your chat and write “login” for a new one.
page-unknown-heading = I don't recognise this link
page-unknown-text = It may be incomplete, or too old. Go back to your chat and write “login” for a new one.
page-foreign-heading = This page belongs to another browser
page-foreign-text = Please finish in the browser in which you began, with the link that you opened last, or write “login” in the chat for a new link.
page-denied-heading = KallyAI did not sign you in
page-denied-text = Nothing was linked. Go back to your chat and open the link again, or write “login” for a new one.
page-failed-heading = That did not work
page-failed-text = Nothing was linked. Please go back to your chat and write “login” to try again.
page-missing-heading = There is no page here
page-missing-text = Links to your account come from your chat: write “login” there for a new one.
page-begin-heading = Link your KallyAI account
page-begin-who = Who will place calls with your account:
page-begin-next = The button takes you to KallyAI, where you sign in. Then you come back here.
page-begin-button = Continue
page-id = id { $id }
page-too-many-heading = Too many requests
page-too-many-text = Nothing is lost. Please wait a minute, then load this page again.

## Matrix

invitation-declined = This bot is for invited people only. The people who run it can let you in.
invitation-full = I am in as many rooms as I can be. The people who run me can change that, or ask me to leave others.
room-greeting = Hello. I place phone calls for you through KallyAI. Write { $sign }call and what you need, or mention me. I read only messages that are meant for me.
room-of-two = If you want a chat of just the two of us, begin a direct chat with me: there I answer everything you write.
in-the-open = Others can read along here, so I keep personal things for a chat of just the two of us. To ask me for a call here, write { $sign }call.
message-unreadable = I can't read what you wrote: your app gave me no key for it. Send it again. If that doesn't help, verify me, or allow devices that aren't verified in your app's settings. I'll read it as soon as its key comes.
message-unencrypted = That message was not encrypted, though this room is. So I can't tell whether you wrote it, and I did nothing with it. Please send it again from an app that encrypts.
message-new-identity = Your encryption identity is new since I last heard from you: either you have reset it, or somebody writes in your name. I did nothing with that message. If you have reset it, send the message again; if not, tell the people who run your homeserver.
message-unverified = I act only on messages from verified devices, so I did nothing with that. Verify your device in your app, and write in an encrypted room. Choose with a number: reactions are never encrypted.
message-reaction = Reactions are never encrypted, so one is not enough here. Please write your choice instead, for example: call now.
message-anonymous = You're writing here anonymously, so I can't tell whose account the call is for. Write as yourself, or to me in private.
in-circles = We are going round in circles, so I'll be quiet until you have paused for a minute. { $sign }help says what I can do.
one-moment = One moment: I'm still answering what came before. Anything sent until I have caught up won't be read; please send it again then.

## Who may use the bot.

not-invited = I only make calls for people who were invited. Your id here is { $id }: give it to the people who run me. If they gave you a code, send it to me.
admitted = You can use me now. Write { $sign }call, or tell me in one sentence who to call and what to ask.
admitted-admin = You are my admin: { $sign }admin shows who uses me, and lets you invite people.
somebody-asks = { $who } would like to use me.
platform-fails = ⚠️ Messages on { $platform } don't reach me: { $why } I keep trying, and I'll tell you when it works again.
trouble-unreachable = I can't reach it.
trouble-faulty = it answers with errors.
trouble-rate-limited = it asks me to wait.
trouble-unauthorized = it doesn't accept my token or password. Whoever runs me has to set a new one.
trouble-signed-out = it has ended my session. Whoever runs me has to sign me in again.
trouble-second-receiver = another program with the same token receives my messages there. Whoever runs me has to stop one of the two.
trouble-webhook = it doesn't send messages to my address any more. Whoever runs me has to set the address again.
trouble-failed = my log says why.
platform-works = ✅ { $platform } works again.
admin-open = Everybody can use me (access.mode is open).
admin-invited = { $count ->
    [0] Only invited people can use me.
    [one] Only invited people can use me. One code hasn't been used yet.
   *[other] Only invited people can use me. { $count } codes haven't been used yet.
}
admin-asking = Asking to use me: { $count }
admin-people = Invited: { $count }
admin-blocked = Blocked: { $count }
admin-admins = Admins: { $count }
admin-rooms = Rooms where everybody can use me: { $count }
admin-calls = Calls under way: { $open }. Confirmed since I was started: { $confirmed }.
admin-conversations = Conversations kept: { $count } of at most { $most }.
admin-limits = Limits: { $day } calls a day and { $once } at once for one person, { $number } a day to one number.
invitation = Give this code to one person. It works once, until { $until }: they send it to me in a private chat.
invitation-room = This code lets everybody in one room use me. It works once, until { $until }. Add me to the room, and let somebody send it there with /start before it (on Matrix, !kally start).
room-admitted = Everybody in this room can use me now. Write { $sign }call, or tell me in one sentence who to call and what to ask.
member-admitted = { $who } can use me now.
member-blocked = { $who } is blocked: I don't answer them any more.
member-removed = { $who } is no longer invited or blocked.
button-invite = Invite somebody
button-invite-room = Invite a room
button-invited = Begin here
button-page-before = Back
button-page-after = More
button-admit = Invite { $who }
button-block = Block { $who }
button-remove = Remove { $who }
button-unblock = Unblock { $who }

limit-per-day = I place at most { $most } calls a day for one person, and today's are used up. No call was made. I've kept this request: press Call now again tomorrow.
limit-at-once = { $most ->
    [one] A call of yours is still under way, and I place one at a time. No other call was made. Press Call now again when it is over.
   *[other] { $most } calls of yours are under way, which is as many as I place at once. No other call was made. Press Call now again when one is over.
}
limit-per-number = This number has been called { $most } times today, which is the most for one day. No call was made. Press Call now again tomorrow.
limit-objection = KallyAI says that the people at this number don't want calls like this. Nobody will call it from here again. You can choose another number.
limit-conversations = I keep as many conversations as I'm allowed to, so I can't begin another one now. The people who run me can change that.
limit-conversations-begun = You have begun many conversations with me. Please go on in one of them, or write to me in private; later today I can begin another one here.
limit-nobody = The people who run me don't allow calls to this number from here, so no call was made. You can choose another number.
limit-own = You asked me never to call this number again, so no call was made.
never-called = All right: I'll never call { $phone } for you again.
called-after-all = All right: I can call { $phone } for you again.
settings-never = Never called for you: { $numbers }
somebody-objects = { $who } wants me never to call { $phone } again, and for them I won't. Should I stop calling it for everybody here?
nobody-calls = From now on I won't call { $phone } for anybody here.
anybody-calls = { $phone } can be called from here again.
button-allow-number = Allow { $phone }
button-nobody-calls = Stop for everybody
button-anybody-calls = Allow it again

## Privacy.

privacy = This is kept about you, and where:
privacy-requests = Your requests, calls and outcomes: on the machine of the people who run me, encrypted with a key for you alone, which they hold. They are removed { $days } days after your last message or the end of the call.
privacy-settings = Your settings, and your place on the list of people who may use me: on the same machine, until those people delete them.
privacy-contacts = Your contacts, with what was arranged there last: on the same machine, encrypted with your key, until you remove them with { $sign }contacts. The ones you share with a room can be used by everybody in it.
privacy-appointments = Your appointments: in the same way, until { $days } days after their time, or until you remove them with { $sign }appointments. Anybody who knows the address of your calendar can read them; { $sign }calendar off ends it.
privacy-account = Your KallyAI sign-in: encrypted on the same machine, until you write { $sign }logout. Then its key is destroyed.
privacy-transcripts = Transcripts: only until you have got them.
privacy-service = KallyAI keeps its own records of your calls, and decides for how long.
privacy-chat = What was written in this chat stays in it until you delete it.
data-file = { $of ->
    [one] Here is everything that is kept about you.
   *[other] Here is everything that is kept about you, file { $number } of { $of }.
}
data-file-name = { $of ->
    [one] my-data.json
   *[other] my-data-{ $number }.json
}
data-coming = I'm already putting your data together. It will be here in a moment.
forget-me = This removes your requests, calls, outcomes, contacts, appointments, calendar address, settings and KallyAI sign-in. Nobody can bring them back. Your place on the list of people who may use me stays, and so does today's number of calls, until tomorrow. KallyAI keeps its own records. Forget everything?
forget-later = I can't forget you while this is under way. Ask me again when it is over:
forgotten = I've removed what I kept about you. If you write to me again, we start afresh.
data-kept = All right, nothing was removed.

## The account and its plan.

usage-of = { $left } of { $total } { $bar }
usage-percent = { $percent } %
usage-period = { $from } to { $until }
usage-renews = Your plan renews on { $date }.
field-used = Used
field-period = Period
little-credits = ⚠️ You have { $left } of { $total } credits left.
little-minutes = ⚠️ You have { $left } of { $total } minutes left.
little-calls = ⚠️ You have { $left } of { $total } calls left.
nothing-credits = ⚠️ You have no credits left. KallyAI may refuse a call.
nothing-minutes = ⚠️ You have no minutes left. KallyAI may refuse a call.
nothing-calls = ⚠️ You have no calls left. KallyAI may refuse a call.
outcome-cost = { $count ->
    [one] It cost { $number } credit.
   *[other] It cost { $number } credits.
}
button-give-logout = Log out
button-give-account = What is left
button-give-plan = My plan
button-give-billing = My bills
command-plan = Your plan: what it includes, and until when
command-billing = Your bills and your payment details
plan-none = KallyAI says that you have no plan at the moment.
plan-unknown = KallyAI didn't say which plan you have.
plan-minutes = { $number } minutes
plan-manage = Manage my plan
field-paid = Paid
field-includes = Includes
field-status = Status
field-since = Since
field-ends = Ends on
field-until = Until
field-provider = Billed by
paid-weekly = every week
paid-monthly = every month
paid-yearly = every year
plan-active = active
plan-cancelled = cancelled
plan-expired = expired
plan-paused = paused
plan-past-due = payment overdue
plan-trialing = trial
billing = Here are your bills and your payment details at KallyAI.
billing-label = Open my bills
billing-valid = The address is for you alone, so don't pass it on. It works for a short time; after that, { $sign }billing gives you a new one.
billing-none = KallyAI has no bills for this account.
billing-unavailable = KallyAI didn't give me the address of your bills. Please try again in a few minutes.
link-permission = Your KallyAI sign-in doesn't allow that yet. Please sign in once more, and I'll go on with it.
forbidden = KallyAI doesn't allow that with your account, even after you signed in again.
command-history = All your calls, newest first; search with words behind it
command-callinfo = Everything about one call
command-transcript = The transcript of a call
command-recording = The recording of a call
history-header = Your calls { $first } to { $last }, newest first
history-header-total = { $total ->
    [one] Your only call so far
   *[other] Your calls { $first } to { $last } of { $total }, newest first
}
history-header-search = { $total ->
    [one] { $query }: one call
   *[other] { $query }: calls { $first } to { $last } of { $total }, newest first
}
history-none = Your account has made no calls yet.
history-not-found = I found no call for { $query }.
history-partial = These are only your newest calls: I haven't looked at the older ones.
history-only-own = KallyAI doesn't answer at the moment, so these are only the calls that you made here.
history-file = Here { $count ->
    [one] is your call
   *[other] are your { $count } calls
} as a table.
history-file-part = Here are { $count } of your calls as a table, part { $number } of { $of }.
history-file-name = calls.csv
history-file-name-part = calls-{ $number }.csv
history-columns = Asked for | Ended | Place | Number | Status | Task | Outcome | Next | Seconds | Credits | Id
past-success = finished
past-no-answer = no answer
past-busy = busy
past-voicemail = voicemail
past-failed = failed
past-cancelled = cancelled
past-terminated = ended early
past-queued = waiting at KallyAI
past-scheduled = scheduled at KallyAI
past-in-progress = under way
past-unknown = outcome unknown
past-untold = outcome not followed
past-unknown-place = unknown number
past-which = Several calls have such an id. Which one?
past-begins = The call began like this:
past-id = Id:
past-way = Where you asked for it
past-no-such-call = Your account has no call with that id.
past-not-now = KallyAI doesn't answer at the moment. Please try again in a few minutes.
field-asked-at = Asked for
field-ended-at = Ended
field-length = Length
button-past-call = Call { $number }
button-newer = Newer
button-older = Older
button-history-file = As a table
button-give-history = All calls
ask-when-instead = When should KallyAI call instead? For example: tomorrow at 10.
waiting-refused = KallyAI doesn't take that time, so the call stays as it was.
waiting-refused-says = KallyAI doesn't take that time, so the call stays as it was. KallyAI says: { $text }
waiting-stays = All right, the call stays as it is.
waiting-called-off = ✖️ Cancelled. KallyAI won't call { $whom }.
waiting-moved = ✅ KallyAI will call { $whom } on { $date } at { $time } ({ $zone }).
waiting-begun = KallyAI is calling { $whom } already, so that can't be changed any more.
waiting-over = The call to { $whom } is over already.
waiting-unsure = KallyAI didn't answer clearly, so I can't tell whether the call was changed. { $sign }history shows how it stands.
button-call-off = Cancel the call
button-call-today = Today at { $time }
button-call-tomorrow = Tomorrow at { $time }
button-call-on = { $date }, { $time }
button-call-now-anyway = Call now anyway
button-call-then = Call at that time
button-call-then-anyway = Call then anyway
button-call-at = When to call
button-call-at-once = As soon as I confirm
button-now = Now
button-drop = Drop
button-move = Another time
button-stay = Leave it as it is

# The command line.
cli-missing = { $flag } is missing. { $asks }
cli-unfit = { $flag }: { $why }
cli-open-time = { $flag } may mean { $first } or { $second }. Write one of them.
cli-open = { $flag } may mean several things. Write it exactly, as a number.
cli-no-pages = A command of its own holds the store until its call is over, and can show no page for signing in. Try again then.
cli-same = The call { $to } is going on already, so no other one was made. To call as well, add --again.
cli-not-linked = No KallyAI account is linked here. To link yours: kally-bridge login
cli-revoked = KallyAI wants you to sign in again: kally-bridge login
cli-forbidden = Your KallyAI sign-in doesn't allow that. Sign in with every permission: kally-bridge login --wide
cli-limit-per-day = { $most ->
    [one] One call a day is placed for one person at most, and today's is used up. No call was made.
   *[other] At most { $most } calls a day are placed for one person, and today's are used up. No call was made.
}
cli-limit-at-once = { $most ->
    [one] One call at a time is placed for one person, and yours is not over yet. No other call was made.
   *[other] At most { $most } calls at a time are placed for one person, and yours are not over yet. No other call was made.
}
cli-limit-per-number = { $most ->
    [one] This number was called once today, which is the most for one day. No call was made.
   *[other] This number was called { $most } times today, which is the most for one day. No call was made.
}
cli-limit-objection = KallyAI says that the people at this number don't want calls like this. Nobody calls it from here, and no call was made.
cli-limit-nobody = The people who run this bridge don't allow calls to this number. No call was made.
cli-limit-own = You asked that this number is never called again, so no call was made. In kally-bridge chat you can allow it.
cli-refused-quota = Your KallyAI plan is used up, so no call was made. You can upgrade at { $url }
cli-refused-budget = Your KallyAI budget doesn't allow this call, so no call was made. Raise or approve it in the KallyAI app.
cli-refused-missing-phone = KallyAI found no phone number in the request, so no call was made.
cli-refused-emergency = That is an emergency number, which KallyAI never calls. In an emergency, call it yourself, now.
cli-refused-toll = That is a premium-rate number, which KallyAI doesn't call.
cli-refused-safety = KallyAI won't call about this, so no call was made. Please word the task differently.
cli-refused-scheduling = KallyAI can't call for this date or time, so no call was made.
cli-refused-consent = You haven't accepted KallyAI's terms yet, so no call was made. Accept them in the KallyAI app.
cli-refused-language = KallyAI speaks English and Spanish on the phone. No call was made.
cli-refused-country = KallyAI doesn't call that country yet, so no call was made. It calls the US, Canada, the UK, Spain and most of Europe.
cli-refused-blocked = KallyAI isn't allowed to call that number, so no call was made.
cli-refused-objection = The people at that number don't want calls like this, so no call was made, and nobody will call them from here again.
cli-refused-nobody = The people who run this bridge don't allow calls to this number. No call was made.
cli-refused-forbidden = Your KallyAI sign-in isn't allowed to make calls, so no call was made. Sign in with every permission: kally-bridge login --wide
cli-refused-rate-limited = KallyAI has too many requests at the moment, so no call was made. Try again in a few minutes.
cli-refused-other = KallyAI didn't take this call, so no call was made.
cli-lapsed = The call could not be placed in time, so no call was made.
cli-withdrawn = The call { $to } was not made.
cli-undecided = It is not known whether the call { $to } was made. Nobody calls again by itself. Look at kally-bridge history, or decide with /calls in kally-bridge chat.
cli-confirmed = Confirmed: the call { $to }.
cli-placed-later = kally-bridge run places the call and follows it. To see how it went: kally-bridge call-info { $id }
cli-in-background = The call goes on in the background. To see how it went: kally-bridge call-info { $id }
cli-resume = If this is interrupted, the call goes on. To follow it again: kally-bridge call --resume { $id }
cli-left = The call may go on. To follow it: kally-bridge call --resume { $id }
cli-no-such-call = No call with that id was made here.
cli-no-transcript = KallyAI has no transcript of the call to { $whom } (yet).
cli-not-now = KallyAI doesn't answer at the moment. Try again in a few minutes.
cli-no-plan = KallyAI didn't say which plan you have.
cli-no-usage = KallyAI didn't say what is left on your plan.
cli-not-saved = The recording can't be saved: { $why }.
cli-no-address = KallyAI didn't give the address of your bills. Try again in a few minutes.
cli-bills = Your bills, for your eyes only. The address works for a short time:
cli-calls = { $total ->
    [one] One call.
   *[other] The newest { $count } of { $total } calls:
}
cli-calls-some = The newest { $count } calls:
cli-which = Several calls have such an id:
cli-login = To link your KallyAI account, open this address in a browser on this machine:
cli-login-code = Sign in there. The page that follows shows the code { $code }: press its button. The address works for { $valid }.
cli-login-anywhere = To link your KallyAI account, open this address in a browser:
cli-login-page = The page shows the code { $code }: press Continue there, and sign in. The address works for { $valid }.
cli-login-elsewhere = If your browser runs on another machine, it shows an error page in the end. Then paste its address here (it begins with { $begins }).
cli-login-not-that = No sign-in of yours has ended at that address.
cli-login-waits = Waiting for the browser…
cli-login-over = Nobody signed in by the address in time. Nothing has changed.
cli-login-declined = The sign-in was declined. Nothing has changed.
cli-login-replaced = Another sign-in was begun meanwhile, so this one has ended.
cli-newest-call = Newest call of the account: { $line }
cli-still-open = { $count ->
    [one] A call is not over:
   *[other] { $count } calls are not over:
} { $list }. You are still signed in. kally-bridge logout --later signs you out when they are over; kally-bridge logout --now at once, and then their outcome is not told.
cli-in-use = Another process uses the store, and does not answer. Stop it, or wait until it has ended.
cli-waits-for-store = Waiting for another kally-bridge to end…
cli-lost = The kally-bridge that runs here has stopped meanwhile. Going on without it…
cli-other-version = The kally-bridge that runs here is of another version. Restart it.
cli-busy = The kally-bridge that runs here has too many commands to do. Try again in a moment.
cli-failed = That didn't work: { $why }
cli-waits-for-others = Other commands of this kind are not over yet: waiting for them…
## The address book.

command-contacts = The places you call, with their numbers
contacts-none = You have no contacts yet. A place that I have called for you gets here by itself. You can also send me a contact card.
contacts-header = { $total ->
    [one] One contact
   *[other] { $total } contacts
}
contacts-header-part = Contacts { $first } to { $last } of { $total }
contacts-found = Contacts that fit { $name }
contact-from-calls = your calls
contact-from-history = your account's history
contact-from-card = a contact card
contact-from-told = you wrote it
field-contact-from = From
field-last-time = Last time
field-shared = Shared
contact-shared-rooms = { $count ->
    [one] with one room
   *[other] with { $count } rooms
}
contact-added = Kept in your contacts: { $contact }.
contact-known = It is in your contacts already: { $contact }.
contact-renamed = Renamed: { $contact }.
contact-forgotten = Removed from your contacts: { $contact }.
contact-stays = Nothing has changed.
contact-shared = Shared with this room: { $contact }. Everybody here can ask me to call there by that name.
contact-unshared = Not shared any more: { $contact }.
contact-share-there = Say it in the room: “{ $sign }contacts share { $name }”. Everybody there can then ask me to call that place by its name, and sees its number.
contact-not-found = None of your contacts is called { $name }.
contact-several-in-room = Several of your contacts have that name. Say the number too, or look at { $sign }contacts in private.
contact-how-to-add = Send me a contact card, or a name and a number, for example: { $sign }contacts add Casa Pepe +34 912 34 56 78
contact-how-to-rename = Say the old name and the new one, for example: { $sign }contacts rename Casa Pepe to Pepe
contacts-forgotten = Your contacts are removed.
contacts-forget = { $total ->
    [one] Remove your only contact?
   *[other] Remove all { $total } contacts?
}
contacts-unreadable = I can't read your contacts now. They are kept.
ask-contact-name = Which name should { $contact } have?
card-offered = { $contact }. Shall I call there, or keep it in your contacts?
cards-offered = { $count } numbers. Shall I call one, or keep them in your contacts?
cards-kept = { $count ->
    [one] Kept in your contacts: one.
   *[other] Kept in your contacts: { $count }.
}
contact-which-of-card = That contact card has more than one number.
button-contact-add = Add
button-contacts-forget = Remove all
button-contacts-forget-all = Remove all contacts
button-contacts-keep = Keep my contacts
button-contact-name-keep = Keep the name
button-contacts-before = ← Previous
button-contacts-after = Next →
button-contacts-all = All contacts
button-contact-call = Call
button-contact-rename = Rename
button-contact-forget = Remove
button-contact-share = Share with a room
button-contact-unshare = Stop sharing
button-call-card = Call { $contact }
button-keep-card = Keep it
button-keep-cards = Keep them

# Trying again until somebody is reached.
card-keep-trying = If nobody answers, it's busy or it goes to voicemail: { $plan }. Each one is a call of its own on your plan: { $count } in all at most. I stop as soon as somebody is reached, or when you say so.
ask-keep-trying = If you like, I go on calling { $whom }: { $plan }. { $count ->
    [one] It is a call of its own on your plan.
   *[other] Each one is a call of its own on your plan.
 } I stop as soon as somebody is reached, or when you say so.
tries-calls = { $count ->
    [one] one more call
   *[other] up to { $count } more calls
 }
tries-once = after { $pause }
tries-every = { $pause } apart
tries-growing = after pauses of { $pauses } minutes
tries-in-hours = at hours when they are likely to answer
tries-until = until { $time }
tries-too-many = I make at most { $most } more calls.
tries-too-close = I leave at least { $most } minutes between two calls.
tries-too-long = I try for at most { $most } days.
tries-so-far = Tried: { $list }.
tries-before = Tried before: { $list }.
tried-no_answer = { $time } no answer
tried-busy = { $time } busy
tried-voicemail = { $time } voicemail
tries-all-made = I've made all the calls that you agreed to, and I make no more by myself.
tries-too-late = The next call would be later than you agreed to, so I make no more by myself.
tries-past = By the time of the next call it would be too late for what you asked for, so I make no more by myself.
tries-not-linked = Your KallyAI account is not linked any more, so I make no more calls by myself.
tries-limit-own = You want this number never called, so I make no more calls by myself.
tries-limit-number = This number may not be called any more, so I make no more calls by myself.
tries-limit-today = No more calls are allowed today, so I make no more by myself.
tries-no-more = I won't call again after the call { $to }. That one goes on.
tries-taken-back = I've stopped trying. The next call { $to } won't be made.
status-stopped-trying = I've stopped calling { $whom }.
button-keep-trying = Keep trying
button-start-trying = Keep trying like this
button-stop-trying = Stop trying
button-call-once = Call only once
button-again-then = Call again: { $when }
setting-voicemail = Voicemail
voicemail-usual = As KallyAI usually does
voicemail-leave = Leave one message
voicemail-hang-up = Hang up without a message
button-voicemail-leave = Leave a message on voicemail
button-voicemail-hang-up = Hang up on voicemail
button-voicemail-usual = Voicemail as usual
ask-setting-voicemail = What should KallyAI do when a call goes to voicemail?
## Appointments.

command-appointments = Your appointments, with reminders
button-keep-appointment = Keep it
button-keep-asked = Keep { $when } (you asked)
button-keep-said = Keep { $when } (they said)
button-called-off = It is cancelled
button-still-on = It stays
button-appointments-all = All appointments
button-appointment-file = Calendar file
button-appointment-confirm = Confirm by phone
button-appointment-move = Move it
button-appointment-cancel = Cancel it
button-appointment-remove = Remove from the list
appointment-differs = You asked for { $asked }. They may have said: { $said }. Which one should I keep?
appointment-said = They may have said: { $said }.
appointment-kept = Kept: { $place } · { $when }
appointment-moved = Changed: { $place } · { $when }
appointment-unchanged = Kept already: { $place } · { $when }
appointment-about = { $place } · { $when }
appointment-reminders = I'll remind you: { $list }.
appointment-cancelled = No longer among your appointments, and marked as cancelled in your calendar: { $place } · { $when }. I won't remind you.
appointment-stays = It stays as it is: { $place } · { $when }.
appointment-removed = Removed from your list: { $place } · { $when }. I haven't told them, so they may still expect you.
appointment-past = Its time has passed.
appointment-code = Code { $code }
appointments-none = You keep no appointments. When a call has arranged one, press Keep it below its outcome.
appointments-header = { $total ->
    [one] One appointment
   *[other] { $total } appointments
}
appointments-full = You keep as many appointments as I can look after. Remove one first: { $sign }appointments.
appointments-unreadable = I can't read your appointments now. They are kept.
reminder-today = Today: { $place } · { $when }
reminder-tomorrow = Tomorrow: { $place } · { $when }
reminder-soon = Soon: { $place } · { $when }
button-feed-new = New address
button-feed-end = End it
command-calendar = Where your calendar finds them
feed-given = Your appointments, for your calendar to subscribe to. Anybody who knows this address can read them, so keep it to yourself:
feed-given-room = The appointments of this room, for calendars to subscribe to: place and time, nobody's name. Anybody who knows this address can read them:
feed-renewed = The earlier address doesn't work any more.
feed-how = Add it in your calendar app as a calendar by URL. I keep only a check of it, so I can't show it again. { $sign }calendar renew gives you another one, { $sign }calendar off ends it.
feed-how-room = Add it in a calendar app as a calendar by URL. I keep only a check of it, so I can't show it again. In the room, { $sign }calendar room renew gives another one, { $sign }calendar room off ends it.
feed-known = Your calendar has an address since { $date }. It is in my message of that day; I can't show it again.
feed-known-room = The calendar of this room has an address since { $date }. Whoever asked for it got it in private; I can't show it again. { $sign }calendar room renew gives another one.
feed-ended = Your calendar has no address now. A calendar that subscribed to it finds nothing there any more.
feed-ended-room = The calendar of this room has no address now. A calendar that subscribed to it finds nothing there any more.
feed-none = There is no address for calendars here: the operator of this bot has set up no public one. I can send you files: press Calendar file on an appointment, or take the attached one if you have any to come.
field-code = Code
calendar-name = Appointments
followup-confirm-restaurant = Confirm that my reservation stands.
followup-confirm-clinic = Confirm that my appointment stands.
followup-confirm-hotel = Confirm that my room reservation stands.
followup-confirm-general = Confirm that my appointment stands.
followup-move-restaurant = Move my reservation on { $when } to the new day and time.
followup-move-clinic = Move my appointment on { $when } to the new day and time.
followup-move-hotel = Move my room reservation on { $when } to the new day.
followup-move-general = Move my appointment on { $when } to the new day and time.
followup-cancel-restaurant = Cancel my reservation.
followup-cancel-clinic = Cancel my appointment.
followup-cancel-hotel = Cancel my room reservation.
followup-cancel-general = Cancel my appointment.
followup-with-code = { $task } The code is { $code }.
