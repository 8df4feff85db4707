import people from "../../people/words.en";
import privacy from "../../privacy/words.en";
import coach from "../../progress/coach/words.en";
import progress from "../../progress/words.en";
import app from "../words.en";

const refusals: Record<string, string> = {
  ...app.refusals,
  ...people.refusals,
  ...progress.refusals,
  ...coach.refusals,
  ...privacy.refusals,
};

export default { app, people, progress, coach, privacy, refusals };
