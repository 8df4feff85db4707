import "@mantine/core/styles.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { App } from "./app/App";
import { install } from "./app/installed";
import { loadStartScreen } from "./app/startScreen";
import { domains } from "./domains";
import { loadConfig } from "./foundation/config";
import { dictionariesOf } from "./foundation/domain";
import { createI18n } from "./foundation/i18n";
import { preferredLanguage } from "./foundation/i18n/language";
import { endStart } from "./foundation/start";
import { connect } from "./foundation/supabase";

const language = preferredLanguage();
document.documentElement.lang = language;

/** The server puts a fresh nonce here; style elements made by scripts carry it, see web/README.md. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
Object.assign(window, { __webpack_nonce__: nonce }); // the name by which libraries look for it

/** Said when nothing could be loaded, dictionaries included. */
const START_FAILED = { en: "Wellio could not start", ru: "Wellio не удалось запустить" };

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

void install();

try {
  const [config, i18n] = await Promise.all([loadConfig(), createI18n(language, dictionariesOf(domains))]);
  connect(config);
  loadStartScreen();
  createRoot(root).render(
    <StrictMode>
      <I18nextProvider i18n={i18n}>
        <App nonce={nonce} />
      </I18nextProvider>
    </StrictMode>,
  );
} catch (error) {
  console.error(error);
  const note = document.createElement("p");
  note.textContent = START_FAILED[language];
  root.replaceChildren(note);
  endStart();
}
