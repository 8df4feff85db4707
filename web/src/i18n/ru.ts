import app from "../app/i18n.ru";
import refusals from "../app/refusals.ru";
import people from "../people/i18n.ru";
import privacy from "../privacy/i18n.ru";
import coach from "../progress/coach/i18n.ru";
import progress from "../progress/i18n.ru";

export default { app, people, progress, coach, privacy, refusals };
