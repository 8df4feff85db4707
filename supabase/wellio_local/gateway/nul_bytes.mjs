// Postgres allows no NUL in text, and refuses values that have one. A NUL in a name (of a column, of a JSON key) ends
// the statement early, which the driver and the server take for a broken connection.

/** Refuse statements that have a NUL, with the error that Postgres gives for values. */
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
