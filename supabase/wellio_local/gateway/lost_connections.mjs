// Keeps the gateway alive when the connection of a transaction is lost. The driver forgets that the transaction held
// the connection. It sends the ROLLBACK to nowhere, which ends the process, and gives the closed connection to the next
// request. It also fails the next connection with the last error of the one before.

// Postgres sends these to a connection that it ends, never to a new one.
const LAST_WORDS = /^57P0[125]$/;

/** Make a reserved connection that is lost refuse every statement, and do not give it back. */
export function surviveLostConnections(connection) {
  const reserve = connection.driver.reserve.bind(connection.driver);
  connection.driver.reserve = async () => {
    const reserved = await again(reserve, connection.driver.options.max + 1);
    let lost = null;
    let held = null;
    const onexecute = (physical) => {
      held = physical;
      held.onclose = (error) => (lost ??= error);
      return true;
    };
    const unsafe = reserved.unsafe.bind(reserved);
    reserved.unsafe = async (text, parameters = [], options = {}) => {
      if (lost) throw lost;
      try {
        return await unsafe(text, parameters, { ...options, onexecute });
      } catch (error) {
        if (isLost(error)) lost ??= error;
        throw error;
      }
    };
    const release = reserved.release;
    reserved.release = () => {
      if (lost) return;
      if (held) held.onclose = null;
      release();
    };
    return reserved;
  };
}

async function again(reserve, attempts) {
  try {
    return await reserve();
  } catch (error) {
    if (attempts === 1 || !LAST_WORDS.test(error?.code)) throw error;
    return again(reserve, attempts - 1);
  }
}

function isLost(error) {
  return ["FATAL", "PANIC"].includes(error?.severity) || Boolean(error?.syscall) || /^CONNECTION_/.test(error?.code);
}
