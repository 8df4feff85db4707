// Which relations can be embedded, and whether as one row or as a list. Lite finds more of them than PostgREST does:
// https://docs.postgrest.org/en/stable/references/api/resource_embedding.html

/**
 * - Only constraints make a relationship one-to-one. Lite also counts unique indexes, even partial
 *   ones, and would answer with one row where there can be many.
 * - A table of a schema that is not exposed joins nothing. Lite finds many-to-many relationships through such tables,
 *   and then cannot decide which one is meant.
 */
export function relateLikePostgrest(connection, schemas) {
  const introspect = connection.introspect.bind(connection);
  connection.introspect = async (...options) => {
    const found = await introspect(...options);
    return {
      ...found,
      indexes: found.indexes.map((index) => ({ ...index, unique: index.unique && isConstraint(index, found) })),
      foreign_keys: found.foreign_keys.filter(({ schema }) => schemas.includes(schema)),
    };
  };
}

function isConstraint({ schema, name }, { unique_constraints: constraints }) {
  return constraints.some((constraint) => constraint.schema === schema && constraint.name === name);
}
