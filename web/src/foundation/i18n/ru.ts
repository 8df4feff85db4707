import people from "../../people/words.ru";
import privacy from "../../privacy/words.ru";
import coach from "../../progress/coach/words.ru";
import progress from "../../progress/words.ru";
import refusals from "../refusals.ru";
import app from "../words.ru";

export default { app, people, progress, coach, privacy, refusals };
