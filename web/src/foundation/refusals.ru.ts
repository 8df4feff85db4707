/**
 * What the database says when it refuses something, by its own words in `sql/`: `%s` stands for what it names, `$1`,
 * `$2` for the same in Russian. With the next step, which there is the hint. A test finds what is missing.
 */
const refusals: Record<string, string> = {
  // people
  "No such client": "Такого клиента нет. Проверьте, под тем ли аккаунтом вы вошли.",
  "Only coaches add clients":
    "Клиентов добавляют только тренеры. Если вы тренер, зарегистрируйтесь как тренер с другой почтой; если клиент, примите приглашение тренера.",
  "A coach has at most %s clients":
    "У тренера может быть не больше $1 клиентов. Завершите работу с кем-то из них или попросите увеличить предел.",
  "A client needs a name": "У клиента должно быть имя, не длиннее 200 символов.",
  "This is not an e-mail address": "Это не похоже на адрес почты. Проверьте его или оставьте поле пустым.",
  "%s is not a time zone": "Часового пояса $1 нет. Выберите пояс из списка.",
  "There is no language": "Не выбран язык. Выберите русский или английский.",
  "The name is not text of at most 200 characters": "Имя слишком длинное. Уложитесь в 200 символов.",
  "This client already has an account": "У этого клиента уже есть аккаунт.",
  "This invite code is not known": "Такого кода нет. Проверьте его или попросите у тренера новый.",
  "This invite code has been used": "Этот код уже использован. Попросите у тренера новый.",
  "This invite code has expired": "Срок действия кода истёк. Попросите у тренера новый.",
  "This is your own invite": "Это ваше собственное приглашение. Чтобы принять его, войдите как клиент.",
  "Your new coach has already begun a record of their own under this invite":
    "Новый тренер уже начал вести по этому приглашению свои записи. Попросите его добавить вас как нового клиента и пригласить, пока он ничего не записал.",
  "Your account already belongs to a coach":
    "Вы уже занимаетесь с тренером. Сначала завершите работу с ним или зарегистрируйтесь с другой почтой.",

  // logs
  "No such log": "Этой записи больше нет.",
  "The log is empty": "Запись пустая. Напишите что-нибудь или приложите фото.",
  "The log is too long": "Запись слишком длинная. Уложитесь в 4000 символов или разделите её на несколько.",
  "created_at is not within the last year":
    "Время записи не попадает в последний год. Проверьте часы на устройстве.",
  "source is not known": "Непонятно, откуда эта запись. Обновите страницу и попробуйте ещё раз.",
  "media_urls is not a list of at most ten files": "К записи можно приложить не больше десяти файлов.",
  "A picture is not in the client's folder": "Фото загружено не туда. Приложите его ещё раз.",
  "A picture has not been uploaded": "Фото не загрузилось. Приложите его ещё раз.",
  "The pictures of one log are over 20 MB":
    "Фото в одной записи весят больше 20 МБ. Разделите их на несколько записей или уменьшите.",
  "Too many reports are waiting to be written":
    "Слишком много отчётов ждут своей очереди. Попробуйте ещё раз, когда часть из них будет готова.",
  "A plan's config is too long": "План слишком длинный. Сократите заметки.",
  "Too many logs within a minute": "Слишком много записей за минуту. Подождите немного и отправьте снова.",
  "More logs at once than a minute allows":
    "За раз отправлено больше, чем можно за минуту. Отправьте меньше: каждое фото считается за запись.",
  "Too many plans at once": "Слишком много планов за раз. Отправьте не больше ста.",
  "This log is being read": "Запись сейчас читается. Попробуйте ещё раз через пару секунд.",
  "An event of this log still waits for a decision":
    "В этой записи что-то ещё ждёт решения. Подтвердите, исправьте или отклоните это, и она закроется сама.",

  // events
  "No such event": "Запись тем временем прочитана заново. Посмотрите на неё ещё раз.",
  "An event is not of that day":
    "Этот день не подходит. Укажите день не позже сегодняшнего и не раньше чем за год до записи.",
  "This log already has a %s event on %s": "В этой записи уже есть такое значение за $2. Исправьте его.",
  "Event data is a JSON object": "Значение в неверном формате. Обновите страницу и попробуйте ещё раз.",
  "The event data is too long": "Слишком много данных. Сократите комментарий.",
  "A %s event has no %s": "Поля $2 здесь нет. Обновите страницу и попробуйте ещё раз.",
  "%s of a %s event is not right": "Значение $1 не подходит. Проверьте его.",

  // plans
  "No such plan": "Этого плана больше нет.",
  "Only the coach writes plans": "Планы составляет тренер. Попросите его о плане или об изменениях.",
  "A plan needs a title": "У плана должно быть название, не длиннее 200 символов.",
  "A plan needs a type and a start date": "Укажите вид плана и день, с которого он начинается.",
  "A plan begins and ends on a day of our age": "Проверьте даты плана. Если конца нет, оставьте поле пустым.",
  "The plan ends before it begins": "План кончается раньше, чем начинается. Поправьте одну из дат.",
  "This plan has been in force, so its targets and start stay as they are":
    "План уже действовал, поэтому его цели и начало не меняются. Создайте новый и введите его в действие.",
  "A plan cannot end differently in the past":
    "Конец плана в прошлом изменить нельзя. Выберите день не раньше вчерашнего.",
  "Another plan is in force on those days": "В эти дни действует другой план. Выберите конец до его начала.",
  "This plan has already been in force": "Этот план уже действовал. Создайте новый с теми же целями.",
  "This plan has already ended": "Этот план уже закончился. Выберите конец позже или оставьте поле пустым.",
  "A plan's config is a JSON object":
    "Цели плана в неверном формате. Обновите страницу и попробуйте ещё раз.",
  "A %s plan needs %s": "В плане не хватает цели $2.",
  "A %s plan has no %s": "Цели $2 в плане такого вида нет.",
  "%s is out of range": "Значение $1 вне допустимых пределов. Проверьте его.",
  "workouts_per_week_target is not a whole number": "Число тренировок в неделю должно быть целым.",
  "notes is not text of at most 2000 characters": "Заметки слишком длинные. Уложитесь в 2000 символов.",
  "preferred_types has an unknown workout type": "Такого вида тренировок нет. Выберите из списка.",

  // reports and periods
  "This is not a day of our age": "Проверьте дату недели.",
  "A week starts on a Monday": "Неделя начинается с понедельника. Выберите понедельник.",
  "This week is too long ago": "Эта неделя слишком давняя. Выберите неделю из последних двух лет.",
  "This week has not begun": "Эта неделя ещё не началась. Выберите текущую или прошедшую.",
  "The period ends before it begins": "Период кончается раньше, чем начинается. Поправьте одну из дат.",
  "The period is not in our age": "Проверьте даты периода.",
  "The period is longer than two years": "Период длиннее двух лет. Выберите покороче.",

  // privacy
  "This client has no account, so nobody could read their data any more":
    "У клиента нет аккаунта, и его данные никто больше не смог бы прочитать. Сначала пригласите его или удалите его данные.",
  "This is not the client's name": "Имя не совпадает. Введите его так, как оно записано.",
  "This is not the e-mail of your account": "Почта не совпадает. Введите ту, с которой вы входите.",
  "Your account has data of yours as a client":
    "В аккаунте есть ваши данные как клиента. Сначала удалите их.",
  "Your account has clients": "У вас есть клиенты. Сначала завершите работу с ними или удалите их данные.",

  // views
  "%s is read, not written": "Эти данные можно только смотреть.",
};

export default refusals;
