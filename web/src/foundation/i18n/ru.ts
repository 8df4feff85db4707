import people from "../../people/words.ru";
import privacy from "../../privacy/words.ru";
import coach from "../../progress/coach/words.ru";
import progress from "../../progress/words.ru";
import app from "../words.ru";

const refusals: Record<string, string> = {
  ...app.refusals,
  ...people.refusals,
  ...progress.refusals,
  ...coach.refusals,
  ...privacy.refusals,
};

export default { app, people, progress, coach, privacy, refusals };
