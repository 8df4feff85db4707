// Messages that the database has sent. The database tells id and topic, and what nobody hears is not read. When the
// connection that listens was lost, what came meanwhile is read by its time.

const KEEP_PARTITIONS_MS = 3_600_000;
const RETRY_MS = 1000;
// A message has the time at which its transaction began, and is there when the transaction ends.
const OVERLAP_SECONDS = 60;
const REMEMBER_MS = 2 * OVERLAP_SECONDS * 1000;
const COLUMNS = ["id", "topic", "event", "payload", "binary_payload"];

/** Call `deliver` with each private message on a topic that `isHeard`, once. Return how to stop. */
export async function watchMessages(database, isHeard, deliver) {
  const handled = new Map(); // id -> when
  let waiting = [];
  let reading = null;
  let lastSeen = null; // by the clock that database and gateway share

  await keepPartitions();
  const timer = setInterval(() => void keepPartitions(), KEEP_PARTITIONS_MS);
  const { unlisten } = await database.listen("realtime", noteMessage, () => void catchUp());

  async function keepPartitions() {
    try {
      await database`select realtime.keep_partitions()`;
    } catch (error) {
      console.error("realtime partitions:", error);
    }
  }

  function noteMessage(told) {
    const [id] = told.split(" ", 1);
    if (!isHeard(told.slice(id.length + 1))) {
      lastSeen = new Date().toISOString().replace("T", " ").replace("Z", "");
      return;
    }
    waiting.push(id);
    reading ??= readWaiting().finally(() => {
      reading = null;
    });
  }

  async function readWaiting() {
    while (waiting.length > 0) {
      const ids = waiting;
      waiting = [];
      try {
        pass(
          await database`select ${database(COLUMNS)}, inserted_at::text as at from realtime.messages
            where id = any (${ids}::uuid[]) and inserted_at > now() - interval '1 day' and private
            order by inserted_at`,
        );
      } catch (error) {
        console.error("realtime messages:", error);
        setTimeout(() => void catchUp(), RETRY_MS);
      }
    }
  }

  /** Called whenever it listens, the first time included. */
  async function catchUp() {
    try {
      if (lastSeen === null) {
        [{ at: lastSeen }] = await database`select localtimestamp::text as at`;
        return;
      }
      pass(
        await database`select ${database(COLUMNS)}, inserted_at::text as at from realtime.messages
          where inserted_at > ${lastSeen}::timestamp - make_interval(secs => ${OVERLAP_SECONDS})
            and extension = 'broadcast' and private
          order by inserted_at`,
      );
    } catch (error) {
      console.error("realtime messages:", error);
    }
  }

  function pass(rows) {
    for (const { at, ...row } of rows) {
      if (lastSeen === null || at > lastSeen) lastSeen = at;
      if (handled.has(row.id)) continue;
      handled.set(row.id, Date.now());
      deliver(row);
    }
    for (const [id, when] of handled) {
      if (when > Date.now() - REMEMBER_MS) break;
      handled.delete(id);
    }
  }

  return async () => {
    clearInterval(timer);
    await unlisten();
  };
}
