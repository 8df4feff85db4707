// The letters of Auth: password reset, confirmation of an address. They go to the mail server of the project.

import { SmtpEmailDriver } from "@supabase/lite";
import { redirectTo } from "./requests.mjs";

/** An e-mail driver of Lite. Its links lead to Auth as on a hosted project; Lite expects Auth at the address of the web app. */
export function lettersOfAuth({ smtpPort, siteUrl, url }) {
  const smtp = new SmtpEmailDriver({
    host: "127.0.0.1",
    port: smtpPort,
    from: "Wellio <auth@localhost>",
    secure: false,
  });
  // Of a forgotten password Lite forgets where the link is to lead. Auth checks the address when the link is opened.
  const atAuth = (text) =>
    text
      ?.replaceAll(`${siteUrl}/auth/v1/`, `${url}/auth/v1/`)
      .replaceAll(
        `redirect_to=${encodeURIComponent(siteUrl)}`,
        `redirect_to=${encodeURIComponent(redirectTo() ?? siteUrl)}`,
      );
  return {
    send: (letter) => smtp.send({ ...letter, text: atAuth(letter.text), html: atAuth(letter.html) }),
  };
}
