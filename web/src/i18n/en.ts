import app from "../app/i18n.en";
import refusals from "../app/refusals.en";
import people from "../people/i18n.en";
import privacy from "../privacy/i18n.en";
import coach from "../progress/coach/i18n.en";
import progress from "../progress/i18n.en";

export default { app, people, progress, coach, privacy, refusals };
