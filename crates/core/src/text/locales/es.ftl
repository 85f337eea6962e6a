### Todo lo que lee una persona, en español.
### Cómo habla el bot: tranquilo, breve, de tú, una pregunta cada vez, con un ejemplo.

## Cómo se escriben fechas, horas y listas.

date-full = %A %-d de %B de %Y
date-short = %A %-d de %B
date-plain = %-d de %B de %Y
date-month = %B de %Y
date-button = %a %-d %b
time-of-day = %H:%M
today = Hoy
tomorrow = Mañana
duration-minutes = { $minutes } min { $seconds } s
duration-whole-minutes = { $minutes } min
duration-seconds = { $seconds } s
duration-round-minutes = { $minutes ->
    [one] 1 minuto
   *[other] { $minutes } minutos
}
duration-round-seconds = { $seconds ->
    [one] 1 segundo
   *[other] { $seconds } segundos
}
quoted = «{ $text }»
decimal = { $whole },{ $part }
sentence = { $text }.

## Palabras para los valores.

category-restaurant = Restaurante
category-clinic = Clínica
category-hotel = Hotel
category-general = Otra cosa
noted-category-restaurant = un restaurante
noted-category-clinic = una clínica
noted-category-hotel = un hotel
people = { $count ->
    [one] 1 persona
   *[other] { $count } personas
}
nights = { $count ->
    [one] 1 noche
   *[other] { $count } noches
}
language-en = Inglés
language-es = Español
# Within a sentence.
language-en-within = inglés
language-es-within = español
transcript-always = Siempre, al terminar
transcript-ask = Cuando la pida
transcript-never = Nunca
value-none = sin indicar
number-with-country = { $number }, { $country }
noted-name = a nombre de { $name }
noted-business = en { $name }
noted-call-language = { $language } al teléfono
noted-timezone = hora de { $zone }
got-it = Entendido: { $list }.
now-it-is = Cambiado: { $list }.

## Las preguntas.

ask-phone = ¿A qué número llamo? Con prefijo si es de otro país, por ejemplo +34 912 345 678.
ask-task = ¿Qué les pido? En una o dos frases, como se lo dirías a un amigo, por ejemplo: Reserva una mesa para dos, en la terraza si puede ser.
ask-category = ¿Qué tipo de sitio es? Por ejemplo: restaurante.
ask-name = ¿A nombre de quién? Por ejemplo: Ana García.
ask-business = ¿Cómo se llama el sitio? Por ejemplo: Casa Pepe.
ask-date-restaurant = ¿Para qué día? Por ejemplo: el viernes, o el 29 de enero.
ask-date-clinic = ¿Para qué día? Por ejemplo: mañana, o el martes que viene.
ask-date-hotel = ¿Qué día llegas? Por ejemplo: el viernes, o el 29 de enero.
ask-date-general = ¿Qué día? Por ejemplo: el viernes, o el 29 de enero.
ask-time-restaurant = ¿A qué hora? Por ejemplo: 21:30, o las nueve y media.
ask-time-clinic = ¿A qué hora, o cuándo te viene bien? Por ejemplo: 10:30, o por la mañana antes de las 11.
ask-time-hotel = ¿A qué hora? Por ejemplo: 16:00.
ask-time-general = ¿A qué hora? Por ejemplo: 16:30.
ask-party_size-restaurant = ¿Para cuántas personas? Por ejemplo: 4.
ask-party_size-clinic = ¿Para cuántas personas? Por ejemplo: 1.
ask-party_size-hotel = ¿Cuántos huéspedes sois? Por ejemplo: 2.
ask-party_size-general = ¿Cuántas personas? Por ejemplo: 4.
ask-nights = ¿Cuántas noches? Por ejemplo: 3.
ask-call_language = ¿En qué idioma hablo por teléfono? Español o inglés.
ask-timezone = ¿En qué zona horaria son la fecha y la hora? Por ejemplo: Madrid, o America/New_York.
ask-current = Ahora: { $value }.

example-phone = Un número es algo como +34 912 34 56 78 o +1 415 555 2671. Si no lleva +, entiendo que es de { $country }.
example-task = Por ejemplo: «Pregunta si tienen el iPhone 15 y cuánto cuesta». Entre diez y mil caracteres.
example-category = Elige uno de los cuatro: restaurante para una mesa, clínica para una cita, hotel para una habitación, u otra cosa para lo demás.
example-name = Basta con el nombre de pila, por ejemplo Ana. Es el nombre que oirán.
example-business = El nombre que pone en la puerta, por ejemplo Casa Pepe.
example-date = Un día se escribe así: mañana, el viernes, 29 de enero, o 2027-01-29.
example-time = Una hora se escribe así: 20:30, las ocho y media de la tarde, o: por la noche.
example-party_size = Un número del 1 al 50, por ejemplo 4.
example-nights = Un número del 1 al 50, por ejemplo 3.
example-call_language = Escribe español o inglés.
example-timezone = Basta con una ciudad: Madrid, Londres, Nueva York, Los Ángeles.
example-ways-out = También puedes escribir atrás, saltar o cancelar.
example-ways-out-required = También puedes escribir atrás o cancelar.

why-phone = Es el número al que voy a llamar.
why-task = Les digo con tus palabras lo que necesitas; basta con una o dos frases.
why-category = Así sé qué detalles me van a pedir.
why-name = Suelen preguntar a nombre de quién. Puedes saltarlo.
why-business = Me ayuda a saber que he llamado al sitio correcto. Puedes saltarlo.
why-date = Me preguntarán el día. Puedes saltarlo si da igual.
why-time = Me preguntarán la hora. Puedes saltarlo si da igual.
why-party_size = Me preguntarán cuántos sois. Puedes saltarlo.
why-nights = Me preguntarán cuánto os quedáis. Puedes saltarlo.
why-call_language = Es el idioma que oirán.
why-timezone = Así sé de qué zona horaria son las 20:00.

## Lo que no encajaba.

phone-not-a-number = Ahí no veo ningún número de teléfono.
phone-too-short = Ese número es demasiado corto para su país.
phone-too-long = Ese número tiene demasiadas cifras. Si es de otro país, escríbelo con + y el prefijo.
phone-several = Ahí veo más de un número y solo llamo a uno.
phone-ruled-out = He entendido que a ese número no hay que llamar.
phone-fax = Parece un número de fax.
phone-own = Parece tu propio número.
phone-unknown-country = Ningún país usa ese prefijo.
phone-emergency = Ese es un número de emergencias. A esos números no llamo nunca. Si es una emergencia, llama tú ahora mismo.
phone-premium = Ese es un número de tarificación especial: llamar sale caro y KallyAI no lo permite. Nunca llamo a esos números.
date-not-a-date = Ahí no veo ningún día.
date-no-such-day = Ese día no existe.
date-other-weekday = Ese día es { $date }, no el día de la semana que has escrito.
date-past = El { $date } ya ha pasado.
date-too-far = Para el { $date } falta más de un año.
date-ambiguous = Puede ser el { $first } o el { $second }. ¿Cuál de los dos?
time-not-a-time = Ahí no veo ninguna hora.
time-too-far-ahead = Puedo aplazar una llamada 60 días como mucho.
time-past-by-then = Para entonces sería tarde para lo que pides.
time-no-such-time = Esa hora no existe.
count-not-a-number = Ahí no veo ningún número.
count-out-of-range = Dime un número del 1 al 50.
text-empty = No he podido leer nada.
text-too-short = Es un poco corto: { $least } caracteres o más, por favor.
task-too-long = Son { $count } caracteres, y KallyAI admite { $most }. Puedo quedarme con los primeros { $kept }, hasta el final de una frase. O dímelo con menos palabras.
button-ask-too = Preguntarlo también
button-tell-too = Decírselo también
button-shortened = Usar lo recortado
text-too-long = Es demasiado largo: { $most } caracteres como mucho.
name-unknown = Ahí no veo ningún nombre.
category-unknown = Puede ser un restaurante, una clínica, un hotel u otra cosa.
language-unknown = Hablo español e inglés.
timezone-unknown = No conozco esa zona horaria.
region-unknown = No conozco ese país.
none-of-these = Elige una de estas, por favor.
required = Sin eso no puedo llamar.
first-question = Esta es la primera pregunta.
day-since-midnight = Desde que te pregunté ha pasado la medianoche. ¿Qué día quieres decir?
time-has-passed = Esa hora ya ha pasado.

## Cuando no era una respuesta.

aside-greeting = Hola.
aside-thanks = De nada.
aside-who = Hago llamadas por ti con KallyAI y te traigo lo que han dicho.
aside-frustration = Siento que se haga pesado. Guardo lo que ya me has dicho; escribe cancelar para dejarlo.
aside-question = Yo no puedo responder a eso, pero puedo preguntarlo por teléfono. Con { $sign }help ves lo que puedo hacer.
aside-nothing = Ahí no veo ninguna respuesta.
aside-waiting = Sin prisa.
aside-disclosure = Siempre oyen que llama una IA de tu parte. Eso no lo puedo cambiar.

## La ficha.

card-header = 📞 { $number } · { $country }
card-header-plain = 📞 { $number }
field-place = Sitio
field-name = A nombre de
field-call-at = Llamo
field-when = Cuándo
field-arrival = Llegada
field-nights = Noches
field-people = Personas
field-guests = Huéspedes
field-callback = Para devolver la llamada
callback-yours = el número de tus ajustes
field-language = Idioma
when-date-time = { $date }, { $time } ({ $zone })
when-date = { $date } ({ $zone })
when-time = { $time } ({ $zone })
languages = { $phone } al teléfono, { $chat } aquí
languages-same = { $phone } al teléfono y aquí
card-corrected = Si tus palabras dicen otra cosa, cuenta lo siguiente:
card-shared-cost = En este número quien llama paga una parte, así que la llamada puede costar más de lo normal.
card-satellite = Este número no es de ningún país: es un teléfono por satélite o algo parecido. La llamada puede salir cara, y KallyAI puede rechazarla.
card-unlisted = KallyAI no incluye { $country } entre los países a los que llama, así que puede rechazar la llamada.
card-unlisted-unnamed = KallyAI no incluye el país de este número entre los países a los que llama, así que puede rechazar la llamada.
card-disclosure = Sabrán que habla una IA que llama de tu parte.

# La misma llamada, pedida por alguien de la sala.
same-call-by = ⚠️ { $name } pidió la misma llamada a las { $time }.
same-call-by-day = ⚠️ { $name } pidió la misma llamada el { $date } a las { $time }.
same-call-yours = ⚠️ Pediste la misma llamada a las { $time }.
same-call-yours-day = ⚠️ Pediste la misma llamada el { $date } a las { $time }.
same-call-confirmed = Todavía no se ha hecho.
same-call-running = Está en curso.
same-call-unknown = Puede que se haya hecho; no lo sé con seguridad.
same-call-untold = No sé cómo terminó.
button-call-as-well = Llamar también
card-linked = ✅ Cuenta vinculada. Aquí está otra vez tu petición.
card-goes-on = Aquí está otra vez tu petición.
card-undone = Aquí está otra vez tu petición.
card-other = Tu otra petición:
card-lapsed = No he podido hacer esta llamada a tiempo, así que no he llamado a nadie. ¿La quieres todavía?
card-is-today = Ha pasado la medianoche desde que me dijiste el día: ahora es hoy. ¿Sigue siendo así?
card-late = Dijiste que sí hace un rato, mientras yo no estaba. ¿Quieres todavía esta llamada?
card-restored = Me han restaurado desde una copia anterior de mis datos, así que puede que haya olvidado lo último que hablamos. Si esta llamada ya se hizo, no la hagas otra vez. ¿La quieres todavía?
card-unseen = Compruébalo primero. ¿Llamo?
card-not-understood = No lo he entendido. Dime qué debe cambiar, por ejemplo «5 personas» o «a las nueve», o elige aquí abajo.
card-tell-them = Ahí no veo ningún cambio. ¿Se lo digo también?
card-extension = No puedo marcar extensiones, así que se lo diré a quien conteste: { $extension }.
card-extension-untold = No puedo marcar extensiones, y en el encargo ya no cabe { $extension }. Acórtalo si hace falta que lo sepan.
number-from-calls = El número es de tus llamadas.
number-from-history = El número es del historial de tu cuenta.
number-from-card = El número es de una tarjeta de contacto.
number-from-told = El número es de tus contactos.
number-from-shared = El número es de { $name }, que lo comparte aquí.
card-from-contacts = De tus contactos: { $list }.
card-last-time = Como la última vez: { $list }.
contact-which = Conozco varios números con ese nombre.
contact-this = Conozco un sitio con un nombre parecido.
card-guessed = He supuesto: { $list }.
guessed-time = { $time }, no { $other }
card-already = Eso ya está así.
call-at-past = La hora de la llamada ya ha pasado, así que llamaría en cuanto lo confirmes.
call-at-no-such-time = Allí cambia la hora y esa hora de la llamada no existe. Llamaría en cuanto lo confirmes.
call-at-too-late = Para entonces sería tarde para lo que pides. Llamaría en cuanto lo confirmes.
call-at-open-now = Ahora deberían estar abiertos, así que llamo en cuanto lo confirmes.
hours-never-open = Con ese horario no abrirían ningún día, así que no lo he anotado. ¿Cuándo abren?
hours-noted = He anotado cuándo abren: { $hours }.
hours-closed = cerrado
card-now-or-then = ¿{ $time }, o ahora de todos modos? Elige abajo.
card-then-or-later = ¿{ $time }, o a la hora que has elegido? Elige abajo.
there-now-unusual = Allí es { $weekday }, { $time }.
there-now-holiday = Allí son las { $time } y hoy es festivo.
there-now-closed = Allí es { $weekday }, { $time }. Según me has dicho, ahora tienen cerrado.
there-then-unusual = El { $weekday } a las { $time }, hora de allí, un sitio así suele estar cerrado.
there-then-holiday = Ese día es festivo allí, así que puede que a las { $time } no abran.
there-then-closed = Según me has dicho, el { $weekday } a las { $time } tienen cerrado.
call-at-which-zone = El número no me dice dónde están, así que no sé qué hora es allí.
ask-call-at = ¿Cuándo llamo (hora de { $zone })? Por ejemplo: mañana a las 10, dentro de dos horas, o cuando abran.
due-soon = Llamo { $whom } a las { $time } ({ $zone }).
card-number-people-time = ¿{ $number } personas, o a las { $number }:00? Escríbelo entero, por ejemplo «{ $number } personas» o «a las { $number }:00».
card-number-people-nights = ¿{ $number } personas, o { $number } noches? Escríbelo entero, por ejemplo «{ $number } personas».
card-number-people = ¿Quieres decir { $number } personas? Escríbelo entero, por ejemplo «{ $number } personas».
card-number-time = ¿Quieres decir a las { $number }:00? Escríbelo entero, por ejemplo «a las { $number }:00».
card-emptied = { $field }: lo dejo vacío.
changed = Cambiado: { $list }.
choose-field = ¿Qué cambiamos?
danger = Nunca llamo a los servicios de emergencia. Si alguien está en peligro, llama tú al { $emergency }, ahora mismo.
danger-violence = El 016 atiende a las víctimas de violencia contra las mujeres y yo nunca llamo allí. Llama tú, a cualquier hora. Si estás en peligro, llama ya al { $emergency }.
danger-despair = Habla con alguien ahora, por favor: llama tú al { $listening }, a cualquier hora. Si una vida corre peligro, llama al { $emergency }. Yo nunca hago esas llamadas.
new-request = ¿Una petición nueva?
new-request-instead = ¿Guardo las dos, sustituyo la que está abierta o seguimos con esa?
form-open = Tienes una petición a medias. ¿Seguimos con ella, guardo las dos o empezamos de nuevo?
many-requests = Tienes varias peticiones abiertas. Termina o cancela antes una de ellas.
cancelled = Cancelado. No he llamado a nadie.
nothing-to-cancel = No hay nada que cancelar.
nothing-here = Aquí no tienes nada abierto. Para tus otras llamadas y peticiones, pregúntame en privado.
hanging-up = Cuelgo la llamada { $to }. Tendrás el resultado cuando termine.
taken-back = He anulado la llamada { $to }. No se ha hecho.
cannot-stop = Se ha cortado la conexión al hacer la llamada { $to }, así que no puedo colgarla. Puede que se haya hecho. Lo estoy comprobando y te diré qué encuentro.
already-over = La llamada { $to } ya ha terminado.
never-made = La llamada { $to } no se ha hecho.
called-already = Ya has confirmado esa petición.
which-call = ¿A cuál te refieres?
call-to-number = al { $number }
call-to-business = a { $business } ({ $number })
# After a verb of calling.
whom-number = al { $number }
whom-business = a { $business } ({ $number })
call-line-confirmed = La llamada { $to }: todavía no se ha hecho
call-line-running = La llamada { $to }: en marcha
call-line-doubtful = La llamada { $to }: se ha cortado la conexión y compruebo si se ha hecho
call-line-undecided = La llamada { $to }: no se sabe si se ha hecho
call-line-ended = La llamada { $to }: terminada
call-line-put-off = La llamada { $to }: el { $date } a las { $time } ({ $zone })
call-line-form = Sin confirmar todavía: { $about }
call-line-form-there = Sin confirmar, en otro chat: { $about }
while-quiet = Mientras había silencio:
while-quiet-line = { $place }: { $status }
while-quiet-line-words = { $place }: { $status }. { $words }
while-quiet-not-made = no he llamado
button-show = Ver
calls-header = Tus llamadas:
calls-none = No tienes llamadas en marcha. Escribe { $sign }call para empezar una.
calls-more-elsewhere = Tienes otras: pregúntame por ellas en privado.
dropped = He descartado esta petición.
dropping-there = Descarto tu petición en el otro chat: { $about }
dropped-calls = He descartado esta petición. Todavía tienes:
other-request = También me pediste esto. ¿Lo preparo ahora?
still-wanted = Lo pediste hace un rato, mientras yo no estaba. ¿Lo quieres todavía?

## Charla y ayuda.

welcome = Hago llamadas por ti con KallyAI: una mesa, una cita, una habitación, un precio. Escribe { $sign }call, o dímelo en una frase, por ejemplo: «Llama al +34 912 345 678 y reserva mesa para cuatro mañana a las nueve».
help = Así funciona: me dices el número y lo que necesitas, te lo repito todo, y solo llamo cuando eliges «Llamar». Después te traigo lo que han dicho, y la transcripción.
help-command = { $sign }{ $command }: { $does }
help-words = En cada pregunta puedes escribir atrás, saltar, cancelar o ayuda. Puedes corregir lo que sea en cualquier momento, por ejemplo «no, 5 personas».
# What Telegram shows of the bot: in an empty chat, and on its page.
about = Llamo por teléfono por ti: una mesa, una cita, una pregunta. Dime el número y qué les pido; una IA hace la llamada con KallyAI y avisa de que lo es, y yo te traigo lo que han dicho.
about-short = Llamadas que una IA hace por ti con KallyAI: una mesa, una cita, una pregunta.
# What Telegram's menu shows beside each command.
command-call = Empezar una llamada; puedes poner la petición entera detrás
command-calls = Tus llamadas: qué está en marcha, con botones para pararlo
command-cancel = Descartar la petición o anular la llamada
command-help = Lo que puedo hacer
command-account = Tu cuenta y lo que te queda
command-settings = Idioma, zona horaria, tu nombre, transcripciones, horas de silencio
command-room = Los ajustes de esta sala (para sus moderadores)
command-login = Vincular tu cuenta de KallyAI
command-logout = Borrar tu acceso a KallyAI
command-privacy = Qué se guarda sobre ti
command-admin = Quién puede usarme (para administradores)
unknown-command = No conozco esa orden. Con { $sign }help ves las que conozco.
not-understood = No lo he entendido. Escribe { $sign }call, o dime en una frase a quién llamo y para qué.
wordless-voice = No puedo escuchar mensajes de voz. Escríbelo, por favor.
wordless-picture = No puedo ver fotos ni vídeos. Escríbelo, por favor.
wordless-file = No puedo abrir archivos. Escríbelo, por favor.
wordless-location = Un punto en el mapa no me dice a quién llamar. Escribe el número, por favor.
wordless-poll = No puedo leer encuestas. Escríbelo, por favor.
wordless-other = Solo leo palabras. Escríbelo, por favor.
language-changed = A partir de ahora te hablo en español.
small-talk-thanks = De nada.
small-talk-question = Yo no puedo responder a eso, pero puedo llamar a quien sí puede: escribe { $sign }call.
small-talk-frustration = Lo siento. Escribe { $sign }help para ver lo que puedo hacer.
small-talk-nothing = Escribe { $sign }call cuando quieras que llame a alguien.
when-over = Lo tendrás cuando termine la llamada.
stale = Esa opción ya no vale.
out-of-date-question = Ese mensaje es antiguo. Espero tu respuesta a mi última pregunta: { $field }.
out-of-date-field = Ese mensaje es antiguo. Espero que me digas qué cambiamos; con «{ $card }» vuelves atrás.
out-of-date-call-at = Ese botón ya no vale. Te pregunto cuándo llamar.
out-of-date-card = Ese mensaje es antiguo. Usa la última ficha, por favor.
out-of-date-requests = Elige antes con cuál de las dos peticiones seguimos.
of-other = Esta petición es de { $name }.
of-other-unnamed = Esta petición es de otra persona.
room-welcome = Hola. Hago llamadas por ti con KallyAI. Escribe { $sign }call, si quieres con toda la petición detrás, y contéstame respondiendo a mis mensajes. Cada llamada se hace con la cuenta de KallyAI de quien la pide; la vinculamos en privado.
reply-to-answer = Para contestar con palabras, responde a este mensaje.
reply-to-change = Para cambiar algo con palabras, responde a este mensaje.
not-kept = Ahora mismo no puedo guardar nada, así que no he hecho nada con lo que acabas de escribir. Volveré a ello en cuanto pueda.
restored = Me han restaurado desde una copia anterior de mis datos, así que puede que haya olvidado lo último que hablamos, y no he hecho nada con tu último mensaje. { $sign }history muestra las llamadas que se han hecho. Dímelo otra vez si todavía lo quieres.
restored-call = Me han restaurado desde una copia anterior de mis datos. En esa copia, la llamada al { $number } estaba pendiente. Puede que desde entonces se haya hecho o anulado, así que no la haré por mi cuenta. { $sign }history muestra las llamadas que se han hecho. Si llamas otra vez, puede que reciban dos llamadas.
restored-sign-in = Me han restaurado desde una copia anterior de mis datos, y tu acceso a KallyAI ya no funciona. Vuelve a iniciar sesión, por favor.
restored-report = Me han restaurado desde una copia del { $when } (UTC). No sé qué ha pasado después: llamadas, cierres de sesión, ajustes, invitaciones, bloqueos y personas borradas. { $calls ->
    [0] En esa copia no había llamadas pendientes.
    [one] En esa copia había una llamada pendiente: he preguntado a su persona y no la haré por mi cuenta.
   *[other] En esa copia había { $calls } llamadas pendientes: he preguntado a sus personas y no las haré por mi cuenta.
  } Las invitaciones abiertas han terminado. Ahora miro quién tiene que volver a iniciar sesión.
restored-accounts = Tras la restauración he probado todos los accesos. { $out ->
    [0] Nadie tiene que volver a iniciar sesión.
    [one] Una persona tiene que volver a iniciar sesión; se lo he dicho.
   *[other] { $out } personas tienen que volver a iniciar sesión; se lo he dicho.
  } Accesos que funcionan: { $working }.
record-lost = No he podido leer lo que tenía guardado de nuestra conversación, así que lo he dejado aparte. Empieza otra vez con { $sign }call, por favor. Las llamadas en marcha siguen.

## La llamada.

status-at-once = Llamo ahora mismo { $whom }…
status-soon = Llamo { $whom } en { $wait }.
status-waits = Llamo { $whom } a las { $time } ({ $zone }).
status-waits-day = Llamo { $whom } el { $date } a las { $time } ({ $zone }).
status-scheduled = Vuelvo a llamar { $whom } a las { $time } ({ $zone }).
status-scheduled-day = Vuelvo a llamar { $whom } el { $date } a las { $time } ({ $zone }).
status-queued = KallyAI tiene la llamada { $to } en cola y todavía no ha marcado.
status-calling = Llamando { $whom }…
status-calling-for = Llamando { $whom }… ({ $elapsed })
status-stopping = Colgando la llamada { $whom }…
status-unreachable = No consigo conectar con KallyAI, así que aún no he llamado { $whom }. Lo sigo intentando durante { $patience }.
status-doubtful = Se ha cortado la conexión al llamar { $whom }. Puede que la llamada se haya hecho. Voy a mirar el historial de KallyAI durante { $patience }; luego decides. Mientras tanto no llamo.
status-unknown = No he podido averiguar si la llamada { $to } se hizo.
status-over = La llamada { $to } ha terminado.
status-withdrawn = ✖️ No he llamado { $whom }.
status-untold = Puede que la llamada { $to } siga. Has cerrado la sesión, así que no puedo decirte cómo termina.
undecided = Se ha cortado la conexión al llamar al { $number }, y el historial de KallyAI no muestra la llamada. Aun así, puede que se haya hecho. Si llamas otra vez, puede que reciban dos llamadas.
undecided-silent = Se ha cortado la conexión al llamar al { $number }, y KallyAI no me ha dicho desde entonces si la llamada se hizo. Puede que sí. Si llamas otra vez, puede que reciban dos llamadas.
refused-again = KallyAI no ha aceptado otra llamada al { $number }. Sigue sin saberse si la primera se hizo.
never-ending-silent = KallyAI lleva mucho tiempo sin decirme cómo va la llamada al { $number }, y he dejado de preguntar. Puedo mirar otra vez cuando quieras.
never-ending = KallyAI sigue diciendo que la llamada al { $number } está en marcha, y he dejado de seguirla. Puedo mirar otra vez cuando quieras.
left-alone = De acuerdo, lo dejo así.
ask-when-waiting = ¿Cuándo llamo? Por ejemplo: a las 18:00, o mañana a las 10.
ask-when-again = ¿Cuándo llamo otra vez? Por ejemplo: a las 18:00, o mañana a las 10.
too-late-to-undo = Ya es tarde para anularla: la llamada está en marcha. Puedes colgarla.
edit-too-late = La llamada ya está en marcha, así que eso ya no cambia nada. { $sign }cancel la detiene.
stop-running = La llamada { $to } está en marcha. ¿La cuelgo?
could-not-stop = KallyAI aún no ha colgado. Se lo sigo pidiendo, y tendrás el resultado cuando termine la llamada.

outcome-success = ✅ Llamada terminada.
outcome-success-duration = ✅ Llamada terminada ({ $duration }).
outcome-no_answer = No ha contestado nadie.
outcome-busy = Comunicaba.
outcome-voicemail = Ha saltado el buzón de voz.
outcome-failed = ✖️ La llamada ha fallado.
outcome-cancelled = ✖️ La llamada se ha cancelado.
outcome-terminated = ✖️ La llamada se ha cortado antes de terminar.
outcome-other = KallyAI informa: { $status }.
outcome-for = { $business }, { $number }
outcome-next = Siguiente paso: { $text }
kallyai-says = KallyAI dice: { $text }

refused-quota = Has agotado tu plan de KallyAI, así que no he llamado a nadie. Guardo esta petición. Puedes ampliarlo en { $url } y llamar otra vez.
refused-budget = Tu presupuesto de KallyAI no permite esta llamada, así que no he llamado a nadie. Guardo esta petición. Amplíalo o apruébalo en la aplicación de KallyAI y llama otra vez.
refused-missing-phone = KallyAI no ha encontrado ningún número en la petición, así que no he llamado a nadie. Lo demás está guardado.
refused-emergency = Ese es un número de emergencias, y KallyAI nunca llama a esos números. Si es una emergencia, llama tú ahora mismo. Lo demás está guardado.
refused-toll = Ese es un número de tarificación especial, y KallyAI no llama a esos números. Lo demás está guardado.
refused-safety = KallyAI no llama para eso, así que no he llamado a nadie. Dilo de otra manera, por favor; lo demás está guardado.
refused-scheduling = KallyAI no puede llamar para esa fecha u hora, así que no he llamado a nadie. Lo demás está guardado.
refused-consent = Falta aceptar las condiciones de KallyAI, así que no he llamado a nadie. Guardo esta petición. Acéptalas en la aplicación de KallyAI y llama otra vez.
refused-language = KallyAI habla español e inglés por teléfono. Lo demás está guardado.
refused-country = KallyAI todavía no llama a ese país, así que no he llamado a nadie. Llama a Estados Unidos, Canadá, Reino Unido, España y casi toda Europa. Lo demás está guardado.
refused-blocked = KallyAI no tiene permiso para llamar a ese número, así que no he llamado a nadie. Lo demás está guardado.
refused-objection = En ese número no quieren llamadas así: no he llamado a nadie, y desde aquí no se les vuelve a llamar. Lo demás está guardado.
refused-forbidden = A tu acceso a KallyAI le falta el permiso para llamar, así que no he llamado a nadie. Guardo esta petición. Entra otra vez con { $sign }login y llama de nuevo.
refused-rate-limited = KallyAI tiene demasiadas peticiones ahora mismo, así que no he llamado a nadie. Guardo esta petición. Llama otra vez en unos minutos, por favor.
refused-other = KallyAI no ha aceptado esta llamada, así que no he llamado a nadie. Guardo esta petición.
reference = [{ $reference }]

transcript-later = La llamada sigue en marcha. Tendrás la transcripción cuando termine.
transcript-coming = La transcripción está en camino.
refused-privately = KallyAI no ha hecho la llamada. El motivo tiene que ver con tu cuenta, así que te lo he dicho en privado.
transcript-header = Transcripción de la llamada a { $whom }
transcript-file = La transcripción tiene { $count } entradas, así que aquí va como archivo.
transcript-none = KallyAI todavía no tiene la transcripción de esta llamada. Puedes pedirla otra vez dentro de un rato.
transcript-file-name = transcripcion.txt
recording-header = Grabación de la llamada a { $whom }
recording-file-name = grabacion
recording-none = KallyAI todavía no tiene la grabación de esta llamada. Puedes pedirla otra vez dentro de un rato.
recording-missing = KallyAI no me ha dado la grabación. Inténtalo otra vez dentro de unos minutos.
recording-too-large = La grabación es demasiado grande para enviarla aquí.
recording-address = Escúchala en KallyAI
recording-in-private = La grabación te llega en privado.
speaker-assistant = KallyAI
speaker-other = Ellos
file-refused = El servidor no acepta archivos míos. Pide a quien lo administra que permita subirlos.
file-refused-text = El servidor no acepta archivos míos, así que aquí va el texto.
calendar-ready = La cita, para tu calendario.
calendar-none = KallyAI no tiene archivo de calendario de esta llamada.
calendar-file-name = cita.ics

## La cuenta.

in-private = Eso es personal, así que solo lo digo en nuestro chat privado: escríbeme allí.
link-in-private = Para llamar por ti necesito tu cuenta de KallyAI. Se vincula en nuestro chat privado; guardo esta petición y sigo aquí cuando acabes.
said-privately = Te he escrito en privado.
elsewhere-shut = Ya no puedo escribir donde me lo pediste, así que te lo cuento aquí.
elsewhere-left = Ya no estás en la sala donde me lo pediste, así que te lo cuento aquí.
door-link = Vincular mi cuenta
door-chat = Abrir nuestro chat
door-room = Añadirme a un grupo
link-to-call = Todavía no has vinculado tu cuenta de KallyAI. Se tarda un minuto, y mientras tanto guardo esta petición.
link-asked = Aquí puedes vincular tu cuenta de KallyAI. Se tarda un minuto.
link-revoked = KallyAI ya no acepta tu acceso. Vincula tu cuenta otra vez, por favor.
link-revoked-form = KallyAI ya no acepta tu acceso, así que no he llamado a nadie. Vincula tu cuenta otra vez, por favor; mientras tanto guardo esta petición.
link-to-follow = KallyAI ya no acepta tu acceso, así que no puedo ver cómo va la llamada. Vincula tu cuenta otra vez, por favor, y te diré cómo ha terminado.
link-label = Vincular mi cuenta
link-step-sign-in = Abre el enlace y entra en KallyAI.
link-step-confirm = Comprueba que la página muestra el código { $code } y tu nombre, y pulsa Vincular.
link-step-elsewhere = Si tu navegador está en otra máquina, al final muestra un error. En ese caso copia su dirección (empieza por { $begins }) y mándamela aquí.
link-code = Comprueba que la página muestra el código { $code } y tu nombre.
link-step-continue = Pulsa allí Continuar y entra en KallyAI.
link-step-paste = Después el navegador muestra un error. Copia su dirección (empieza por { $begins }) y mándamela aquí. Mándamela solo a mí, nunca a otra persona: quien la tiene puede usar tu cuenta. Si en cambio se abre una página, comprueba que muestra el código { $code } y tu nombre, y pulsa Vincular.
link-valid = El enlace vale durante { $valid }, una sola vez y solo para ti.
link-used = ✅ Este enlace ya se ha usado.
link-over = Este enlace ya no sirve.
link-too-many = Has pedido muchos enlaces. Puedes tener uno nuevo dentro de { $wait }.
link-too-many-but-one = Has pedido muchos enlaces. El último todavía vale; puedes tener otro dentro de { $wait }.
pasted-in-group = Esa dirección puede dar acceso a una cuenta de KallyAI, y aquí pueden haberla leído otras personas. No la he usado, y su enlace ya no vale. Entra otra vez, por favor: escríbeme { $sign }login en privado.
pasted-foreign = No he usado esa dirección: el enlace que seguiste era para otra persona. Si te lo mandó ella, no lo sigas otra vez. Escribe { $sign }login para tener el tuyo.
pasted-used = Esa dirección ya se usó; cada una vale una vez. { $sign }account dice si tu cuenta está vinculada, y con { $sign }login tienes un enlace nuevo.
pasted-expired = Esa dirección ha caducado. Escribe { $sign }login para tener un enlace nuevo.
pasted-ended = Esa dirección es de un enlace que ya no vale: has pedido otro más nuevo, o has cerrado la sesión. No la he usado. Escribe { $sign }login para tener un enlace nuevo.
pasted-unknown = No reconozco esa dirección: no es de ninguno de mis enlaces. Escribe { $sign }login para tener uno nuevo.
pasted-broken = A esa dirección le falta una parte. Cópiala entera y mándala en un solo mensaje, por favor, o escribe { $sign }login para tener un enlace nuevo.
pasted-denied = KallyAI no te ha dejado entrar. Puedes seguir el enlace otra vez, o escribir { $sign }login para tener uno nuevo.
pasted-elsewhere = Aquí las cuentas se vinculan en mi propia página, así que no he usado esa dirección. Escribe { $sign }login para tener el enlace.
shown-in-group = Aquí pueden haber leído ese enlace otras personas, así que lo he anulado: ya nadie puede vincular una cuenta con él. Escríbeme { $sign }login en privado para tener uno nuevo.
shown-foreign = Ese enlace era para otra persona. Lo he anulado: ya nadie puede vincular una cuenta con él. Escribe { $sign }login para tener el tuyo.
shown-itself = Ese es el enlace: ábrelo en un navegador. Solo vale el último, y con { $sign }login tienes uno nuevo.
please-delete = No puedo borrar aquí tu último mensaje. Puede dar acceso a tu cuenta de KallyAI: bórralo tú, por favor.
link-waiting = Guardo tu petición hasta que vincules tu cuenta. Abre el enlace de arriba, o pide uno nuevo.
link-waiting-in-private = Guardo tu petición hasta que vincules tu cuenta. El enlace está en nuestro chat privado; puedo enviarte uno nuevo allí.
whose = ✅ Sesión iniciada: { $account }.
whose-unknown = ✅ Sesión iniciada. KallyAI no me ha dicho qué plan tiene.
whose-newest = Su última llamada: { $date }, { $time }, al { $number }.
whose-newest-unnamed = Su última llamada: { $date }, { $time }.
whose-no-calls = Todavía no tiene llamadas.
whose-replaces = Sustituiría a la cuenta que está vinculada ahora.
whose-question = ¿Es tu cuenta? Solo llamaré con ella si me dices que sí.
linked = ✅ Cuenta vinculada.
linked-untold = Estas llamadas son de la cuenta anterior, así que no podré decirte cómo terminan:
linked-next = Ya puedo llamar por ti: escribe { $sign }call.
linked-goes-on = Tu petición sigue donde la hiciste.
way-to-request = Ir a la petición
sign-in-dropped = He descartado esa sesión y no he vinculado nada.
sign-in-dropped-stays = He descartado esa sesión. Tu cuenta sigue vinculada como antes.
account-plan = plan { $plan }
account-credits = { $count ->
    [one] queda { $number } crédito
   *[other] quedan { $number } créditos
}
account-minutes = { $count ->
    [one] queda { $number } minuto
   *[other] quedan { $number } minutos
}
logged-out = He borrado tu acceso a KallyAI. Con él se van los contactos que solo venían de su historial; conservo tus ajustes, tus otros contactos, la petición que tengas abierta y los resultados de este chat. Escribe { $sign }login para vincular otra vez.
logged-out-untold = No puedo decirte cómo terminan:
logout-when = Todavía tienes esto en marcha. ¿Cierro tu sesión cuando termine, o ahora? Si es ahora, las llamadas que no se hayan hecho quedan anuladas, y de las demás no podré decirte cómo terminan.
logs-out-later = De acuerdo, cerraré tu sesión cuando terminen tus llamadas. Después ya no se puede pedir la transcripción.
link-ended = No hay ninguna cuenta de KallyAI vinculada. El enlace que te di ya no vale. Escribe { $sign }login para tener uno nuevo.
not-linked = No hay ninguna cuenta de KallyAI vinculada. Escribe { $sign }login para vincular la tuya.
usage-linked = Tu cuenta de KallyAI está vinculada desde el { $date }.
usage-unavailable = KallyAI no ha dicho lo que queda de tu plan.
field-plan = Plan
field-minutes = Minutos que quedan
field-calls = Llamadas que quedan
field-credits = Créditos que quedan
field-period-end = Se renueva el

## Los ajustes.

settings-header = Tus ajustes. Elige uno para cambiarlo.
settings-saved = ✅ Guardado.
setting-language = Idioma
setting-timezone = Zona horaria
setting-name = Nombre
setting-callback = Número para devolver la llamada
setting-region = País
setting-transcript = Transcripciones
setting-quiet = Horas de silencio
setting-dayahead = Aviso la víspera
setting-hoursahead = Aviso unas horas antes
ask-setting-dayahead = ¿Te recuerdo las citas el día antes?
ask-setting-hoursahead = ¿Cuánto antes de una cita te la recuerdo otra vez?
dayahead-on = Sí
dayahead-off = No
hoursahead-1 = 1 hora antes
hoursahead-2 = 2 horas antes
hoursahead-3 = 3 horas antes
hoursahead-6 = 6 horas antes
hoursahead-off = No
ask-setting-language = ¿En qué idioma hablamos?
ask-setting-timezone = ¿En qué zona horaria estás? Basta con una ciudad, por ejemplo Madrid.
ask-setting-name = ¿A nombre de quién reservo normalmente? Por ejemplo: Ana García.
ask-setting-callback = ¿A qué número te pueden devolver la llamada? Por ejemplo: +34 612 345 678.
ask-setting-region = ¿De qué país son los números sin +? Por ejemplo: España.
ask-setting-transcript = ¿Cuándo te mando la transcripción de una llamada?
ask-setting-quiet = ¿A qué horas quieres que las noticias de las llamadas programadas lleguen sin sonido? Por ejemplo: 22:00-7:30. Si en ese rato terminan varias, te las resumo al final.
quiet-night = 22:00–07:30
quiet-off = No
quiet-not-hours = Necesito dos horas, por ejemplo 22:00-7:30.
quiet-same = Empieza y acaba a la misma hora. Necesito dos horas distintas, por ejemplo 22:00-7:30.
quiet-which-half = ¿De la mañana o de la noche? Escribe 22:00 o 10 de la noche, por ejemplo.
setting-now = Ahora: { $value }.

## Los ajustes de una sala.

setting-summary = Resultado para la sala
setting-stopping = Quién puede parar una llamada
setting-threads = Hilos
summary-on = En una línea
summary-off = Solo en el hilo
stopping-requester = Quien la pidió
stopping-everybody = Cualquiera de aquí
threads-on = Uno por petición
threads-off = Sin hilos
room-settings-header = Los ajustes de esta sala. Los cambian sus moderadores; para ti cuentan antes los tuyos.
ask-room-language = ¿En qué idioma hablo en esta sala?
ask-room-timezone = ¿En qué zona horaria está esta sala? Basta con una ciudad, por ejemplo Madrid.
ask-room-region = ¿De qué país son aquí los números sin +? Por ejemplo: España.
ask-room-quiet = ¿A qué horas quieres que las noticias de las llamadas programadas lleguen a esta sala sin sonido? Por ejemplo: 22:00-7:30.
ask-room-summary = Cuando termine una llamada, ¿se lo digo a toda la sala en una línea?
ask-room-stopping = ¿Quién puede parar una llamada que alguien ha pedido aquí?
ask-room-threads = ¿Abro un hilo para cada petición?
button-room-clear = Usar el valor general
room-settings-there = Los ajustes de una sala se cambian en la sala: escribe allí { $sign }sala.
room-not-moderator = Solo los moderadores pueden cambiar los ajustes de esta sala.
room-moderator-unknown = No he podido comprobar si eres moderador de esta sala, así que no ha cambiado nada. Prueba otra vez dentro de un rato.
stopped-by-other = { $name } me ha pedido parar tu llamada { $to }. En esta sala puede hacerlo cualquiera.

## Los botones.

button-call-now = Llamar
button-edit = Cambiar
button-card = Volver a la ficha
button-cancel = Cancelar
button-drop-form = Descartar esta petición
button-which = { $do }: { $place }
button-logout-later = Después de la llamada
button-my-data = Mis datos
button-forget-me = Olvídame
button-forget-all = Olvidarlo todo
button-keep-data = No, consérvalo
button-logout-now = Ahora, sin el resultado
button-skip = Saltar
button-back = Atrás
button-continue = Seguir
button-go-on = Seguir con la petición
button-start-over = Empezar de nuevo
button-replace-request = Sustituir
button-keep-request = Seguir con esta
button-keep-both = Guardar las dos
button-new-link = Enlace nuevo
button-transcript = Transcripción
button-transcript-here = Transcripción aquí
button-transcript-to-me = Transcripción para mí
button-recording = Grabación
button-recording-here = Publícala aquí
button-change = Cambiar y volver a llamar
button-calendar = Calendario
button-call-again = Llamar otra vez
button-in-minutes = En { $minutes } min
button-in-an-hour = En una hora
button-choose-time = Elegir hora
button-undo = Anular
button-stop = Colgar
button-check-again = Mirar otra vez
button-try-again = Intentar otra vez
button-empty = Dejar vacío
button-call-anyway = Llamar igualmente
button-leave-it = Dejarlo
button-copy-number = Copiar el número
button-clear = Borrar
button-keep = Dejarlo así
button-login = Vincular mi cuenta
button-mine = Sí
button-not-mine = No
button-mine-aside = Sí, es mi cuenta
button-not-mine-aside = No, no es mía
button-still-wanted = Sí, adelante
button-not-wanted = No, gracias
button-contact = 📱 Compartir mi número
button-replace = Vincular otra cuenta
slot-phone = Número
slot-task = Encargo
slot-category = Tipo de sitio
slot-business = Sitio
slot-name = Nombre
slot-date = Fecha
slot-time = Hora
slot-nights = Noches
slot-party_size = Personas
slot-call_language = Idioma
slot-timezone = Zona horaria

## El terminal.

terminal-saved = Guardado en { $path } ({ $lines } líneas).
terminal-saved-file = Guardado en { $path }.
terminal-leave = Pulsa otra vez Ctrl-C, o Ctrl-D, para salir. Las llamadas en marcha siguen.
terminal-leave-demo = Pulsa otra vez Ctrl-C, o Ctrl-D, para salir. La demo termina con eso, y se borra todo lo que hay en ella.
terminal-how-to-leave = Para salir, escribe salir o pulsa Ctrl-D. Las llamadas en marcha siguen, y sabrás cómo terminan cuando vuelvas.
terminal-how-to-leave-demo = Para salir, escribe salir o pulsa Ctrl-D. La demo termina con eso, y se borra todo lo que hay en ella.
terminal-demo = Esto es una demo con un KallyAI simulado: no se llama a nadie de verdad. Al salir se borra todo.
terminal-cut = El mensaje era muy largo; solo he leído el principio.

## Las páginas del enlace.

page-title = Vincular KallyAI
page-confirm-heading = ¿Vincular esta cuenta de KallyAI?
page-confirm-who = Quién llamará con ella:
page-confirm-code = En tu chat debe aparecer el mismo código:
page-confirm-warning = Si el nombre o el código no son los tuyos, cierra esta página: este enlace es para otra persona.
page-confirm-what = kally-bridge hará llamadas y leerá sus resultados y transcripciones con esta cuenta, para esta persona del chat, hasta que escribas { $sign }logout.
page-confirm-button = Vincular
page-decline-button = No vincular
page-done-heading = Sesión iniciada
page-done-text = Puedes cerrar esta página y volver a tu chat. Allí te preguntaré una vez más si es tu cuenta.
page-declined-heading = No se ha vinculado
page-declined-text = No se ha vinculado nada, y lo que mandó KallyAI se ha descartado. Escribe «login» en el chat para empezar de nuevo.
page-used-heading = Este enlace ya se usó
page-used-text = Un enlace vale una sola vez. Vuelve a tu chat y escribe «login» para tener uno nuevo.
page-ended-heading = Este enlace ya no vale
page-ended-text = No se ha vinculado nada con él. En tu chat hay un enlace más nuevo, o allí has cerrado la sesión. Escribe «login» en el chat para tener uno nuevo.
page-expired-heading = Este enlace ha caducado
page-expired-text = Un enlace vale unos minutos. Vuelve a tu chat y escribe «login» para tener uno nuevo.
page-unknown-heading = No reconozco este enlace
page-unknown-text = Puede que esté incompleto, o que sea muy antiguo. Vuelve a tu chat y escribe «login» para tener uno nuevo.
page-foreign-heading = Esta página es de otro navegador
page-foreign-text = Termina en el navegador en el que empezaste, con el último enlace que abriste, o escribe «login» en el chat para tener uno nuevo.
page-denied-heading = KallyAI no te ha dejado entrar
page-denied-text = No se ha vinculado nada. Vuelve a tu chat y abre el enlace otra vez, o escribe «login» para tener uno nuevo.
page-failed-heading = No ha funcionado
page-failed-text = No se ha vinculado nada. Vuelve a tu chat y escribe «login» para probar otra vez, por favor.
page-missing-heading = Aquí no hay ninguna página
page-missing-text = Los enlaces a tu cuenta salen de tu chat: escribe allí «login» para tener uno nuevo.
page-begin-heading = Vincula tu cuenta de KallyAI
page-begin-who = Quién llamará con tu cuenta:
page-begin-next = El botón te lleva a KallyAI, donde entras en tu cuenta. Después vuelves aquí.
page-begin-button = Continuar
page-id = id { $id }
page-too-many-heading = Demasiadas peticiones
page-too-many-text = No se ha perdido nada. Espera un minuto, por favor, y carga esta página otra vez.

## Matrix

invitation-declined = Este bot es solo para personas autorizadas. Quien lo gestiona puede darte acceso.
invitation-full = Ya estoy en todas las salas que puedo. Quien me administra puede cambiarlo o sacarme de otras.
room-greeting = Hola. Hago llamadas por ti con KallyAI. Escribe { $sign }call y lo que necesitas, o mencióname. Solo leo lo que va dirigido a mí.
room-of-two = Si quieres un chat solo de los dos, empieza un chat directo conmigo: allí respondo a todo lo que escribas.
in-the-open = Aquí puede leer más gente, así que lo personal solo te lo digo en un chat de los dos. Para pedirme una llamada aquí, escribe { $sign }llamar.
message-unreadable = No puedo leer lo que has escrito: tu aplicación no me ha dado la clave. Envíalo otra vez. Si no sirve, verifícame o permite dispositivos sin verificar en los ajustes de tu aplicación. Lo leeré en cuanto llegue su clave.
message-unencrypted = Ese mensaje no venía cifrado, aunque esta sala lo está. Así que no sé si lo has escrito tú, y no he hecho nada con él. Envíalo otra vez desde una aplicación que cifre.
message-new-identity = Tu identidad de cifrado es nueva desde la última vez que supe de ti: o la has restablecido, o alguien escribe en tu nombre. No he hecho nada con ese mensaje. Si la has restablecido, envíalo otra vez; si no, avisa a quien lleva tu servidor.
message-unverified = Solo hago caso a mensajes de dispositivos verificados, así que no he hecho nada con eso. Verifica tu dispositivo en tu aplicación y escribe en una sala cifrada. Elige con un número: las reacciones nunca van cifradas.
message-reaction = Las reacciones nunca van cifradas, así que aquí no basta con una. Escribe tu elección, por ejemplo: llamar.
message-anonymous = Aquí escribes de forma anónima y no puedo saber de qué cuenta sería la llamada. Escríbeme con tu nombre, o en privado.
in-circles = Estamos dando vueltas, así que no diré nada hasta que hagas una pausa de un minuto. Con { $sign }help ves lo que puedo hacer.
one-moment = Un momento: aún estoy respondiendo a lo anterior. Lo que envíes hasta que me ponga al día no lo leo; vuelve a enviarlo después, por favor.

## Quién puede usar el bot.

not-invited = Solo llamo para personas invitadas. Tu identificador aquí es { $id }: dáselo a quien me administra. Si te han dado un código, envíamelo.
admitted = Ya puedes usarme. Escribe { $sign }call, o dime en una frase a quién llamo y qué pregunto.
admitted-admin = Eres mi administrador: con { $sign }admin ves quién me usa e invitas a otras personas.
somebody-asks = { $who } quiere usarme.
platform-fails = ⚠️ No me llegan los mensajes de { $platform }: { $why } Lo sigo intentando y te aviso cuando vuelva a funcionar.
trouble-unreachable = no responde.
trouble-faulty = responde con errores.
trouble-rate-limited = me pide que espere.
trouble-unauthorized = no acepta mi token o mi contraseña. Quien me administra tiene que poner otros.
trouble-signed-out = ha cerrado mi sesión. Quien me administra tiene que iniciarla de nuevo.
trouble-second-receiver = otro programa con el mismo token recibe allí mis mensajes. Quien me administra tiene que parar uno de los dos.
trouble-webhook = ya no envía mensajes a mi dirección. Quien me administra tiene que volver a ponerla.
trouble-failed = el motivo está en mi registro.
platform-works = ✅ { $platform } vuelve a funcionar.
admin-open = Cualquiera puede usarme (access.mode es open).
admin-invited = { $count ->
    [0] Solo pueden usarme personas invitadas.
    [one] Solo pueden usarme personas invitadas. Queda un código sin usar.
   *[other] Solo pueden usarme personas invitadas. Quedan { $count } códigos sin usar.
}
admin-asking = Piden usarme: { $count }
admin-people = Personas invitadas: { $count }
admin-blocked = Personas bloqueadas: { $count }
admin-admins = Administradores: { $count }
admin-rooms = Salas donde puede usarme cualquiera: { $count }
admin-calls = Llamadas en marcha: { $open }. Confirmadas desde que arranqué: { $confirmed }.
admin-conversations = Conversaciones guardadas: { $count } de { $most } como mucho.
admin-limits = Límites: { $day } llamadas al día y { $once } a la vez por persona, { $number } al día a un mismo número.
invitation = Dale este código a una persona. Sirve una vez, hasta el { $until }: me lo envía en un chat privado.
invitation-room = Con este código puede usarme cualquiera de una sala. Sirve una vez, hasta el { $until }. Méteme en la sala y que alguien lo envíe allí con /start delante (en Matrix, !kally start).
room-admitted = Ya puede usarme cualquiera de esta sala. Escribe { $sign }call, o dime en una frase a quién llamo y qué pregunto.
member-admitted = { $who } ya puede usarme.
member-blocked = He bloqueado a { $who }: ya no le respondo.
member-removed = { $who }: ya no tiene invitación ni bloqueo.
button-invite = Invitar a alguien
button-invite-room = Invitar a una sala
button-invited = Empezar aquí
button-page-before = Atrás
button-page-after = Más
button-admit = Invitar a { $who }
button-block = Bloquear a { $who }
button-remove = Quitar a { $who }
button-unblock = Desbloquear a { $who }

limit-per-day = Hago como mucho { $most } llamadas al día por persona, y las de hoy ya están hechas. No he llamado. Guardo esta petición: pulsa otra vez Llamar mañana.
limit-at-once = { $most ->
    [one] Una llamada tuya sigue en marcha, y solo hago una a la vez. No he hecho ninguna otra. Pulsa otra vez Llamar cuando termine.
   *[other] Tienes { $most } llamadas en marcha, que son las que hago a la vez. No he hecho ninguna otra. Pulsa otra vez Llamar cuando termine alguna.
}
limit-per-number = Hoy ya se ha llamado { $most } veces a este número, y es lo máximo al día. No he llamado. Pulsa otra vez Llamar mañana.
limit-objection = KallyAI dice que en este número no quieren llamadas así. Desde aquí no se vuelve a llamar. Puedes elegir otro número.
limit-conversations = Ya guardo todas las conversaciones que puedo, así que ahora no puedo empezar otra. Quien me administra puede cambiarlo.
limit-conversations-begun = Has empezado muchas conversaciones conmigo. Sigue en una de ellas o escríbeme en privado; más tarde podré empezar otra aquí.
limit-nobody = Quien me administra ha decidido que desde aquí nadie llame a este número. No he llamado. Puedes elegir otro número.
limit-own = Me pediste que no volviera a llamar a este número, así que no he llamado.
never-called = De acuerdo: no vuelvo a llamar al { $phone } por ti.
called-after-all = De acuerdo: puedo volver a llamar al { $phone } por ti.
settings-never = Números a los que no llamo por ti: { $numbers }
somebody-objects = { $who } no quiere que vuelva a llamar al { $phone }. Por esa persona ya no llamo. ¿Que no llame nadie desde aquí?
nobody-calls = Desde ahora nadie llama al { $phone } desde aquí.
anybody-calls = Desde aquí se puede volver a llamar al { $phone }.
button-allow-number = Permitir { $phone }
button-nobody-calls = Que no llame nadie
button-anybody-calls = Permitirlo otra vez

## La privacidad.

privacy = Esto es lo que se guarda sobre ti, y dónde:
privacy-requests = Tus peticiones, llamadas y resultados: en la máquina de quien me administra, cifrados con una clave solo para ti, que esa persona guarda. Se borran { $days } días después de tu último mensaje o del final de la llamada.
privacy-settings = Tus ajustes, y tu sitio en la lista de quienes pueden usarme: en la misma máquina, hasta que quien me administra los borre.
privacy-contacts = Tus contactos, con lo último que se acordó allí: en la misma máquina, cifrados con tu clave, hasta que los borres con { $sign }contactos. Los que compartes con una sala los puede usar quien esté en ella.
privacy-appointments = Tus citas: del mismo modo, hasta { $days } días después de su hora, o hasta que las quites con { $sign }citas. Quien conozca la dirección de tu calendario puede leerlas; { $sign }calendario quitar la anula.
privacy-account = Tu acceso a KallyAI: cifrado, en la misma máquina, hasta que escribas { $sign }logout. Entonces se destruye su clave.
privacy-transcripts = Las transcripciones: solo hasta que te las entrego.
privacy-service = KallyAI guarda sus propios datos de tus llamadas, y decide por cuánto tiempo.
privacy-chat = Lo que se ha escrito en este chat se queda en él hasta que lo borres.
data-file = { $of ->
    [one] Aquí tienes todo lo que se guarda sobre ti.
   *[other] Aquí tienes todo lo que se guarda sobre ti, archivo { $number } de { $of }.
}
data-file-name = { $of ->
    [one] mis-datos.json
   *[other] mis-datos-{ $number }.json
}
data-coming = Ya estoy reuniendo tus datos. Llegan enseguida.
forget-me = Esto borra tus peticiones, llamadas, resultados, contactos, citas, la dirección de tu calendario, ajustes y tu acceso a KallyAI. Nadie puede recuperarlos. Tu sitio en la lista de quienes pueden usarme se queda, y también el número de llamadas de hoy, hasta mañana. KallyAI guarda sus propios datos. ¿Lo olvido todo?
forget-later = No puedo olvidarte mientras esto esté en marcha. Pídemelo otra vez cuando termine:
forgotten = He borrado lo que guardaba sobre ti. Si me escribes, empezamos de cero.
data-kept = De acuerdo, no he borrado nada.

## La cuenta y su plan.

usage-of = { $left } de { $total } { $bar }
usage-percent = { $percent } %
usage-period = del { $from } al { $until }
usage-renews = Tu plan se renueva el { $date }.
field-used = Usado
field-period = Periodo
little-credits = ⚠️ Te queda poco: { $left } de { $total } créditos.
little-minutes = ⚠️ Te queda poco: { $left } de { $total } minutos.
little-calls = ⚠️ Te queda poco: { $left } de { $total } llamadas.
nothing-credits = ⚠️ No te quedan créditos. Es posible que KallyAI rechace la llamada.
nothing-minutes = ⚠️ No te quedan minutos. Es posible que KallyAI rechace la llamada.
nothing-calls = ⚠️ No te quedan llamadas. Es posible que KallyAI rechace la llamada.
outcome-cost = { $count ->
    [one] Ha costado { $number } crédito.
   *[other] Ha costado { $number } créditos.
}
button-give-logout = Cerrar sesión
button-give-account = Lo que me queda
button-give-plan = Mi plan
button-give-billing = Mis facturas
command-plan = Tu plan: qué incluye y hasta cuándo
command-billing = Tus facturas y tus datos de pago
plan-none = KallyAI dice que ahora no tienes ningún plan.
plan-unknown = KallyAI no ha dicho qué plan tienes.
plan-minutes = { $number } minutos
plan-manage = Gestionar mi plan
field-paid = Se paga
field-includes = Incluye
field-status = Estado
field-since = Desde el
field-ends = Termina el
field-until = Hasta el
field-provider = Lo factura
paid-weekly = cada semana
paid-monthly = cada mes
paid-yearly = cada año
plan-active = activo
plan-cancelled = cancelado
plan-expired = caducado
plan-paused = en pausa
plan-past-due = pago pendiente
plan-trialing = periodo de prueba
billing = Aquí están tus facturas y tus datos de pago en KallyAI.
billing-label = Abrir mis facturas
billing-valid = La dirección es solo para ti, así que no la compartas. Vale durante poco tiempo; después, { $sign }facturas te da una nueva.
billing-none = KallyAI no tiene facturas de esta cuenta.
billing-unavailable = KallyAI no me ha dado la dirección de tus facturas. Inténtalo otra vez dentro de unos minutos.
link-permission = Tu acceso a KallyAI todavía no permite eso. Entra una vez más, por favor, y sigo con ello.
forbidden = KallyAI no permite eso con tu cuenta, ni siquiera después de entrar otra vez.
command-history = Todas tus llamadas, primero las últimas; para buscar, añade palabras
command-callinfo = Todo sobre una llamada
command-transcript = La transcripción de una llamada
command-recording = La grabación de una llamada
history-header = Tus llamadas, de la { $first } a la { $last }, primero las últimas
history-header-total = { $total ->
    [one] Tu única llamada hasta ahora
   *[other] Tus llamadas, de la { $first } a la { $last } de { $total }, primero las últimas
}
history-header-search = { $total ->
    [one] { $query }: una llamada
   *[other] { $query }: llamadas de la { $first } a la { $last } de { $total }, primero las últimas
}
history-none = Con tu cuenta todavía no se ha hecho ninguna llamada.
history-not-found = No he encontrado ninguna llamada para { $query }.
history-partial = Son solo tus últimas llamadas: las anteriores no las he mirado.
history-only-own = KallyAI no contesta ahora, así que son solo las llamadas que has hecho aquí.
history-file = Aquí { $count ->
    [one] está tu llamada
   *[other] están tus { $count } llamadas
} en una tabla.
history-file-part = Aquí están { $count } de tus llamadas en una tabla, parte { $number } de { $of }.
history-file-name = llamadas.csv
history-file-name-part = llamadas-{ $number }.csv
history-columns = Pedida | Terminada | Sitio | Número | Estado | Encargo | Resultado | Siguiente paso | Segundos | Créditos | Id
past-success = terminada
past-no-answer = sin respuesta
past-busy = comunicaba
past-voicemail = buzón de voz
past-failed = fallida
past-cancelled = cancelada
past-terminated = terminada antes de tiempo
past-queued = espera en KallyAI
past-scheduled = programada en KallyAI
past-in-progress = en marcha
past-unknown = resultado desconocido
past-untold = resultado sin seguir
past-unknown-place = número desconocido
past-which = Varias llamadas tienen un id así. ¿Cuál?
past-begins = Así empezó la llamada:
past-id = Id:
past-way = Donde la pediste
past-no-such-call = Tu cuenta no tiene ninguna llamada con ese id.
past-not-now = KallyAI no contesta ahora. Inténtalo otra vez dentro de unos minutos.
field-asked-at = Pedida
field-ended-at = Terminada
field-length = Duración
button-past-call = Llamada { $number }
button-newer = Más nuevas
button-older = Anteriores
button-history-file = En una tabla
button-give-history = Todas las llamadas
ask-when-instead = ¿Cuándo tiene que llamar KallyAI? Por ejemplo: mañana a las 10.
waiting-refused = KallyAI no acepta esa hora, así que la llamada se queda como estaba.
waiting-refused-says = KallyAI no acepta esa hora, así que la llamada se queda como estaba. KallyAI dice: { $text }
waiting-stays = De acuerdo, la llamada se queda como está.
waiting-called-off = ✖️ Cancelada. KallyAI no llamará a { $whom }.
waiting-moved = ✅ KallyAI llamará a { $whom } el { $date } a las { $time } ({ $zone }).
waiting-begun = KallyAI ya está llamando a { $whom }, así que eso ya no se puede cambiar.
waiting-over = La llamada a { $whom } ya ha terminado.
waiting-unsure = KallyAI no ha contestado con claridad, así que no sé si la llamada ha cambiado. Con { $sign }historial ves cómo está.
button-call-off = Cancelar la llamada
button-call-today = Hoy a las { $time }
button-call-tomorrow = Mañana a las { $time }
button-call-on = { $date }, { $time }
button-call-now-anyway = Llamar ya de todos modos
button-call-then = Llamar a esa hora
button-call-then-anyway = Llamar entonces de todos modos
button-call-at = Cuándo llamar
button-call-at-once = En cuanto lo confirme
button-now = Ahora
button-drop = Descartar
button-move = Otra hora
button-stay = Dejarla como está

# La línea de órdenes.
cli-missing = Falta { $flag }. { $asks }
cli-unfit = { $flag }: { $why }
cli-open-time = { $flag } puede ser { $first } o { $second }. Escribe una de las dos.
cli-open = { $flag } puede significar varias cosas. Escríbelo exactamente, con un número.
cli-no-pages = Otra orden usa los datos hasta que termine su llamada, y no puede mostrar la página para iniciar sesión. Inténtalo otra vez entonces.
cli-same = La llamada { $to } ya está en marcha, así que no se ha hecho otra. Para llamar también, añade --again.
cli-not-linked = Aquí no hay ninguna cuenta de KallyAI vinculada. Para vincular la tuya: kally-bridge login
cli-revoked = KallyAI quiere que inicies sesión otra vez: kally-bridge login
cli-forbidden = Tu sesión de KallyAI no lo permite. Inicia sesión con todos los permisos: kally-bridge login --wide
cli-limit-per-day = { $most ->
    [one] Se hace como mucho una llamada al día por persona, y la de hoy ya está hecha. No se ha llamado.
   *[other] Se hacen como mucho { $most } llamadas al día por persona, y las de hoy ya están hechas. No se ha llamado.
}
cli-limit-at-once = { $most ->
    [one] Se hace una sola llamada a la vez por persona, y la tuya aún no ha terminado. No se ha hecho otra.
   *[other] Se hacen como mucho { $most } llamadas a la vez por persona, y las tuyas aún no han terminado. No se ha hecho otra.
}
cli-limit-per-number = { $most ->
    [one] Hoy ya se ha llamado una vez a este número, y es el máximo por día. No se ha llamado.
   *[other] Hoy ya se ha llamado { $most } veces a este número, y es el máximo por día. No se ha llamado.
}
cli-limit-objection = KallyAI dice que en este número no quieren este tipo de llamadas. Desde aquí no se llama, y no se ha llamado.
cli-limit-nobody = Quienes llevan este puente no permiten llamar a este número. No se ha llamado.
cli-limit-own = Pediste que no se volviera a llamar a este número, así que no se ha llamado. Puedes permitirlo en kally-bridge chat.
cli-refused-quota = Tu plan de KallyAI está agotado, así que no se ha llamado. Puedes ampliarlo en { $url }
cli-refused-budget = Tu presupuesto de KallyAI no permite esta llamada, así que no se ha llamado. Auméntalo o apruébalo en la aplicación de KallyAI.
cli-refused-missing-phone = KallyAI no ha encontrado ningún número de teléfono en la petición, así que no se ha llamado.
cli-refused-emergency = Es un número de emergencias, al que KallyAI no llama nunca. Si hay una emergencia, llama tú, ahora.
cli-refused-toll = Es un número de tarificación especial, al que KallyAI no llama.
cli-refused-safety = KallyAI no llama para esto, así que no se ha llamado. Describe el encargo de otra manera.
cli-refused-scheduling = KallyAI no puede llamar para esa fecha u hora, así que no se ha llamado.
cli-refused-consent = Aún no has aceptado las condiciones de KallyAI, así que no se ha llamado. Acéptalas en la aplicación de KallyAI.
cli-refused-language = KallyAI habla inglés y español por teléfono. No se ha llamado.
cli-refused-country = KallyAI aún no llama a ese país, así que no se ha llamado. Llama a Estados Unidos, Canadá, el Reino Unido, España y casi toda Europa.
cli-refused-blocked = KallyAI no puede llamar a ese número, así que no se ha llamado.
cli-refused-objection = En ese número no quieren este tipo de llamadas, así que no se ha llamado, y desde aquí no se volverá a llamar.
cli-refused-nobody = Quienes llevan este puente no permiten llamar a este número. No se ha llamado.
cli-refused-forbidden = Tu sesión de KallyAI no permite hacer llamadas, así que no se ha llamado. Inicia sesión con todos los permisos: kally-bridge login --wide
cli-refused-rate-limited = KallyAI tiene demasiadas peticiones ahora mismo, así que no se ha llamado. Inténtalo otra vez dentro de unos minutos.
cli-refused-other = KallyAI no ha aceptado esta llamada, así que no se ha llamado.
cli-lapsed = No se pudo hacer la llamada a tiempo, así que no se ha llamado.
cli-withdrawn = La llamada { $to } no se ha hecho.
cli-undecided = No se sabe si se ha hecho la llamada { $to }. Nadie vuelve a llamar por su cuenta. Mira kally-bridge history, o decide con /llamadas en kally-bridge chat.
cli-confirmed = Confirmada: la llamada { $to }.
cli-placed-later = kally-bridge run hace la llamada y la sigue. Para ver cómo ha ido: kally-bridge call-info { $id }
cli-in-background = La llamada sigue en segundo plano. Para ver cómo ha ido: kally-bridge call-info { $id }
cli-resume = Si esto se interrumpe, la llamada sigue. Para volver a seguirla: kally-bridge call --resume { $id }
cli-left = Puede que la llamada siga. Para seguirla: kally-bridge call --resume { $id }
cli-no-such-call = Aquí no se ha hecho ninguna llamada con ese identificador.
cli-no-transcript = KallyAI no tiene (todavía) la transcripción de la llamada a { $whom }.
cli-not-now = KallyAI no responde en este momento. Inténtalo otra vez dentro de unos minutos.
cli-no-plan = KallyAI no ha dicho qué plan tienes.
cli-no-usage = KallyAI no ha dicho cuánto queda de tu plan.
cli-not-saved = No puedo guardar la grabación: { $why }.
cli-no-address = KallyAI no ha dado la dirección de tus facturas. Inténtalo otra vez dentro de unos minutos.
cli-bills = Tus facturas, solo para ti. La dirección funciona poco tiempo:
cli-calls = { $total ->
    [one] Una llamada.
   *[other] Las { $count } últimas de { $total } llamadas:
}
cli-calls-some = Las { $count } últimas llamadas:
cli-which = Varias llamadas tienen un identificador así:
cli-login = Para vincular tu cuenta de KallyAI, abre esta dirección en un navegador de este equipo:
cli-login-code = Inicia sesión allí. La página siguiente muestra el código { $code }: pulsa su botón. La dirección funciona durante { $valid }.
cli-login-anywhere = Para vincular tu cuenta de KallyAI, abre esta dirección en un navegador:
cli-login-page = La página muestra el código { $code }: pulsa allí Continuar e inicia sesión. La dirección funciona durante { $valid }.
cli-login-elsewhere = Si tu navegador está en otra máquina, al final muestra un error. En ese caso pega aquí su dirección (empieza por { $begins }).
cli-login-not-that = Ningún inicio de sesión tuyo ha terminado en esa dirección.
cli-login-waits = Esperando al navegador…
cli-login-over = Nadie ha iniciado sesión con la dirección a tiempo. No ha cambiado nada.
cli-login-declined = Se ha rechazado el inicio de sesión. No ha cambiado nada.
cli-login-replaced = Mientras tanto ha empezado otro inicio de sesión, así que este ha terminado.
cli-newest-call = Última llamada de la cuenta: { $line }
cli-still-open = { $count ->
    [one] Hay una llamada sin terminar:
   *[other] Hay { $count } llamadas sin terminar:
} { $list }. La sesión sigue abierta. kally-bridge logout --later la cierra cuando terminen; kally-bridge logout --now, ahora mismo, y entonces no sabrás cómo acaban.
cli-in-use = Otro proceso usa los datos y no responde. Detenlo, o espera a que termine.
cli-waits-for-store = Esperando a que termine otro kally-bridge…
cli-lost = El kally-bridge que estaba en marcha se ha detenido. Seguimos sin él…
cli-other-version = El kally-bridge que está en marcha es de otra versión. Reinícialo.
cli-busy = El kally-bridge que está en marcha tiene demasiadas órdenes a la vez. Inténtalo dentro de un momento.
cli-failed = No ha funcionado: { $why }
cli-waits-for-others = Otras órdenes como esta no han terminado: esperando a que terminen…
## La libreta de contactos.

command-contacts = Los sitios a los que llamas, con su número
contacts-none = Todavía no tienes contactos. Un sitio al que llamo de tu parte aparece aquí por sí solo. También puedes enviarme una tarjeta de contacto.
contacts-header = { $total ->
    [one] Un contacto
   *[other] { $total } contactos
}
contacts-header-part = Contactos { $first } a { $last } de { $total }
contacts-found = Contactos que encajan con { $name }
contact-from-calls = tus llamadas
contact-from-history = el historial de tu cuenta
contact-from-card = una tarjeta de contacto
contact-from-told = lo escribiste tú
field-contact-from = Origen
field-last-time = La última vez
field-shared = Compartido
contact-shared-rooms = { $count ->
    [one] con una sala
   *[other] con { $count } salas
}
contact-added = Guardado en tus contactos: { $contact }.
contact-known = Ya está en tus contactos: { $contact }.
contact-renamed = Nombre cambiado: { $contact }.
contact-forgotten = Borrado de tus contactos: { $contact }.
contact-stays = No ha cambiado nada.
contact-shared = Compartido con esta sala: { $contact }. Aquí todos pueden pedirme que llame a ese sitio por su nombre.
contact-unshared = Ya no se comparte: { $contact }.
contact-share-there = Dilo en la sala: «{ $sign }contactos comparte { $name }». Así, allí todos podrán pedirme que llame a ese sitio por su nombre, y verán su número.
contact-not-found = Ninguno de tus contactos se llama { $name }.
contact-several-in-room = Varios de tus contactos tienen ese nombre. Di también el número, o mira { $sign }contactos en privado.
contact-how-to-add = Envíame una tarjeta de contacto, o un nombre y un número, por ejemplo: { $sign }contactos añade Casa Pepe +34 912 34 56 78
contact-how-to-rename = Di el nombre de antes y el nuevo, por ejemplo: { $sign }contactos renombra Casa Pepe a Pepe
contacts-forgotten = Tus contactos están borrados.
contacts-forget = { $total ->
    [one] ¿Borro tu único contacto?
   *[other] ¿Borro los { $total } contactos?
}
contacts-unreadable = Ahora no puedo leer tus contactos. Siguen guardados.
ask-contact-name = ¿Qué nombre le pongo a { $contact }?
card-offered = { $contact }. ¿Llamo ahí o lo guardo en tus contactos?
cards-offered = { $count } números. ¿Llamo a uno o los guardo en tus contactos?
cards-kept = { $count ->
    [one] Guardado en tus contactos: uno.
   *[other] Guardados en tus contactos: { $count }.
}
contact-which-of-card = Esa tarjeta de contacto tiene más de un número.
button-contact-add = Añadir
button-contacts-forget = Borrar todos
button-contacts-forget-all = Borrar todos los contactos
button-contacts-keep = Conservarlos
button-contact-name-keep = Dejar el nombre
button-contacts-before = ← Anteriores
button-contacts-after = Siguientes →
button-contacts-all = Todos los contactos
button-contact-call = Llamar ahí
button-contact-rename = Cambiar el nombre
button-contact-forget = Borrar
button-contact-share = Compartir con una sala
button-contact-unshare = Dejar de compartir
button-call-card = Llamar a { $contact }
button-keep-card = Guardarlo
button-keep-cards = Guardarlos

# Se intenta otra vez hasta dar con alguien.
card-keep-trying = Si no contesta nadie, comunica o salta el buzón: { $plan }. Cada una es otra llamada de tu plan: { $count } en total como mucho. Paro en cuanto conteste alguien o cuando me lo digas.
ask-keep-trying = Si quieres, sigo llamando { $whom }: { $plan }. { $count ->
    [one] Es otra llamada de tu plan.
   *[other] Cada una es otra llamada de tu plan.
 } Paro en cuanto conteste alguien o cuando me lo digas.
tries-calls = { $count ->
    [one] una llamada más
   *[other] hasta { $count } llamadas más
 }
tries-once = dentro de { $pause }
tries-every = cada { $pause }
tries-growing = con pausas de { $pauses } minutos
tries-in-hours = a horas en las que suelen contestar
tries-until = hasta las { $time }
tries-too-many = Hago { $most } llamadas más como mucho.
tries-too-close = Dejo al menos { $most } minutos entre dos llamadas.
tries-too-long = Lo intento durante { $most } días como mucho.
tries-so-far = Intentos: { $list }.
tries-before = Intentos anteriores: { $list }.
tried-no_answer = { $time } sin respuesta
tried-busy = { $time } comunicaba
tried-voicemail = { $time } buzón de voz
tries-all-made = Ya he hecho todas las llamadas que aceptaste y no hago más por mi cuenta.
tries-too-late = La siguiente llamada sería más tarde de lo que aceptaste, así que no hago más por mi cuenta.
tries-past = A la hora de la siguiente llamada ya sería tarde para lo que pediste, así que no hago más por mi cuenta.
tries-not-linked = Tu cuenta de KallyAI ya no está vinculada, así que no hago más llamadas por mi cuenta.
tries-limit-own = No quieres que se llame nunca a este número, así que no hago más llamadas por mi cuenta.
tries-limit-number = Ya no se puede llamar a este número, así que no hago más llamadas por mi cuenta.
tries-limit-today = Hoy no se permiten más llamadas, así que no hago más por mi cuenta.
tries-no-more = Después de la llamada { $to } no vuelvo a llamar. Esa sigue en marcha.
tries-taken-back = He dejado de intentarlo. La siguiente llamada { $to } ya no se hará.
status-stopped-trying = He dejado de llamar { $whom }.
button-keep-trying = Seguir intentándolo
button-start-trying = Seguir así
button-stop-trying = Dejar de intentarlo
button-call-once = Llamar solo una vez
button-again-then = Volver a llamar: { $when }
setting-voicemail = Buzón de voz
voicemail-usual = Lo que haga KallyAI normalmente
voicemail-leave = Dejar un mensaje
voicemail-hang-up = Colgar sin dejar mensaje
button-voicemail-leave = Dejar mensaje en el buzón
button-voicemail-hang-up = Colgar si salta el buzón
button-voicemail-usual = Buzón: lo normal
ask-setting-voicemail = ¿Qué hace KallyAI si salta el buzón de voz?
## Las citas.

command-appointments = Tus citas, con avisos
button-keep-appointment = Guardar la cita
button-keep-asked = Guardar { $when } (la pediste)
button-keep-said = Guardar { $when } (lo que dijeron)
button-called-off = Está anulada
button-still-on = Sigue en pie
button-appointments-all = Todas las citas
button-appointment-file = Archivo de calendario
button-appointment-confirm = Confirmar por teléfono
button-appointment-move = Cambiarla
button-appointment-cancel = Anularla
button-appointment-remove = Quitar de la lista
appointment-differs = Pediste { $asked }. Puede que dijeran: { $said }. ¿Cuál guardo?
appointment-said = Puede que dijeran: { $said }.
appointment-kept = Guardada: { $place } · { $when }
appointment-moved = Cambiada: { $place } · { $when }
appointment-unchanged = Ya estaba guardada: { $place } · { $when }
appointment-about = { $place } · { $when }
appointment-reminders = Te avisaré: { $list }.
appointment-cancelled = Ya no está entre tus citas, y en tu calendario consta como anulada: { $place } · { $when }. No te avisaré.
appointment-stays = Se queda como está: { $place } · { $when }.
appointment-removed = Quitada de tu lista: { $place } · { $when }. No les he dicho nada, así que quizá te sigan esperando.
appointment-past = Su hora ya ha pasado.
appointment-code = Código { $code }
appointments-none = No tienes citas guardadas. Cuando una llamada haya concertado una, pulsa Guardar la cita debajo del resultado.
appointments-header = { $total ->
    [one] Una cita
   *[other] { $total } citas
}
appointments-full = Tienes guardadas todas las citas que puedo atender. Quita una primero: { $sign }citas.
appointments-unreadable = Ahora no puedo leer tus citas. Siguen guardadas.
reminder-today = Hoy: { $place } · { $when }
reminder-tomorrow = Mañana: { $place } · { $when }
reminder-soon = Pronto: { $place } · { $when }
button-feed-new = Otra dirección
button-feed-end = Anularla
command-calendar = Dónde las encuentra tu calendario
feed-given = Tus citas, para que se suscriba tu calendario. Quien conozca esta dirección puede leerlas, así que guárdatela:
feed-given-room = Las citas de esta sala, para que se suscriban los calendarios: sitio y hora, sin nombres de nadie. Quien conozca esta dirección puede leerlas:
feed-renewed = La dirección anterior ya no funciona.
feed-how = Añádela en tu aplicación de calendario como calendario por URL. Solo guardo una comprobación, así que no puedo volver a mostrarla. { $sign }calendario renovar te da otra, { $sign }calendario quitar la anula.
feed-how-room = Añádela en una aplicación de calendario como calendario por URL. Solo guardo una comprobación, así que no puedo volver a mostrarla. En la sala, { $sign }calendario sala renovar da otra, { $sign }calendario sala quitar la anula.
feed-known = Tu calendario tiene dirección desde el { $date }. Está en mi mensaje de ese día; no puedo volver a mostrarla.
feed-known-room = El calendario de esta sala tiene dirección desde el { $date }. La recibió en privado quien la pidió; no puedo volver a mostrarla. { $sign }calendario sala renovar da otra.
feed-ended = Tu calendario ya no tiene dirección. Un calendario suscrito a ella ya no encuentra nada.
feed-ended-room = El calendario de esta sala ya no tiene dirección. Un calendario suscrito a ella ya no encuentra nada.
feed-none = Aquí no hay direcciones para calendarios: quien lleva este bot no ha configurado ninguna pública. Puedo enviarte archivos: pulsa Archivo de calendario en una cita, o usa el adjunto si tienes alguna pendiente.
field-code = Código
calendar-name = Citas
followup-confirm-restaurant = Confirma que mi reserva sigue en pie.
followup-confirm-clinic = Confirma que mi cita sigue en pie.
followup-confirm-hotel = Confirma que mi reserva de habitación sigue en pie.
followup-confirm-general = Confirma que mi cita sigue en pie.
followup-move-restaurant = Cambia mi reserva del { $when } al nuevo día y hora.
followup-move-clinic = Cambia mi cita del { $when } al nuevo día y hora.
followup-move-hotel = Cambia mi reserva de habitación del { $when } al nuevo día.
followup-move-general = Cambia mi cita del { $when } al nuevo día y hora.
followup-cancel-restaurant = Anula mi reserva.
followup-cancel-clinic = Anula mi cita.
followup-cancel-hotel = Anula mi reserva de habitación.
followup-cancel-general = Anula mi cita.
followup-with-code = { $task } El código es { $code }.
