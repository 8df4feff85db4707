// What happens to a transaction whose connection is lost. The driver forgets that the transaction held it: it would
// send the ROLLBACK into nothing, which ends the process, and hand the closed connection to the next request. And it
// fails whoever connects anew with the last words of the connection before.

// No new connection is told these: they are of the one before.
const LAST_WORDS = /^57P0[125]$/;

/** Once its connection is lost, a reserved connection refuses every statement and is not given back. */
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
