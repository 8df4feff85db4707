import people from "../../people/words.en";
import privacy from "../../privacy/words.en";
import coach from "../../progress/coach/words.en";
import progress from "../../progress/words.en";
import refusals from "../refusals.en";
import app from "../words.en";

export default { app, people, progress, coach, privacy, refusals };
