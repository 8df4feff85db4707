// Runs before the first paint: dark or light, the language, and whose page it is, so that index.html says something useful
// before the app is loaded. A file, because the CSP allows no inline script.
(() => {
  const root = document.documentElement;
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // storage is off: follow the system
    }
  };
  const scheme = read("mantine-color-scheme-value");
  const dark =
    scheme === "dark" || (scheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");

  const spoken = [read("wellio.language"), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  root.lang = spoken.find((one) => one === "en" || one === "ru") ?? "en";

  let user = null;
  try {
    user = JSON.parse(read("wellio.session") ?? "null")?.user ?? null;
  } catch {
    // not a session
  }
  const isDiary = user?.user_metadata?.role === "client" && /^\/(progress)?$/.test(location.pathname);
  root.dataset.start = user ? (isDiary ? "diary" : "account") : "nobody";
})();
