// Postgres has no NUL in text and says so of values. In a name (of a column, of a key of JSON) it would end the
// statement early, which the driver and the server then take for a broken conversation.

/** Refuse statements with a NUL in them, as Postgres refuses values. */
export function refuseNulBytes(connection) {
  const reserve = connection.driver.reserve.bind(connection.driver);
  connection.driver.reserve = async () => {
    const reserved = await reserve();
    const unsafe = reserved.unsafe.bind(reserved);
    reserved.unsafe = (text, ...rest) => {
      if (!text.includes("\0")) return unsafe(text, ...rest);
      const message = 'invalid byte sequence for encoding "UTF8": 0x00';
      return Promise.reject(Object.assign(new Error(message), { code: "22021" }));
    };
    return reserved;
  };
}
