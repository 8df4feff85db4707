import type { LibraryExercise } from "../api";

const MOST = 30;
const ALIKE = 0.35;

/** Exercises whose names or aliases, in any language, hold what is typed or look like it. The closest come first. */
export function findExercises(library: readonly LibraryExercise[], typed: string): LibraryExercise[] {
  const query = plain(typed);
  if (!query) return library.slice(0, MOST);
  const scored = library.map((exercise) => {
    const names = [exercise.name_en, exercise.name_ru, ...exercise.aliases].filter((name) => name !== "");
    return { exercise, score: Math.max(0, ...names.map((name) => closeness(query, plain(name)))) };
  });
  return scored
    .filter(({ score }) => score >= ALIKE)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ exercise }) => exercise);
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll("ё", "е")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** From 0 to 1; above 1 when the name holds the query, most when it begins with it. */
function closeness(query: string, name: string): number {
  if (name.startsWith(query)) return 3 - name.length / 1000;
  if (name.includes(` ${query}`)) return 2 - name.length / 1000;
  if (name.includes(query)) return 1.5 - name.length / 1000;
  const asked = trigrams(query);
  const found = trigrams(name);
  const shared = [...asked].filter((one) => found.has(one)).length;
  return shared / asked.size;
}

function trigrams(text: string): Set<string> {
  const all = text.split(" ").flatMap((word) => {
    const padded = `  ${word} `;
    return Array.from({ length: padded.length - 2 }, (_, index) => padded.slice(index, index + 3));
  });
  return new Set(all);
}
