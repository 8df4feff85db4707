import type { ClientListPart } from "../foundation/domain";
import { ClientTags } from "./ClientTags";
import { sameLabel, type Tags } from "./labels";
import { tagsQuery } from "./queries";
import { TagFilter } from "./TagFilter";

/** The coach's tags in the list of clients: shown, changed, and filtered by. */
const part: ClientListPart<Tags> = {
  query: tagsQuery,
  Badges: ({ client, data }) => <ClientTags client={client} tags={data} />,
  filter: {
    param: "tag",
    Control: ({ data, value, onChange }) => <TagFilter tags={data} value={value} onChange={onChange} />,
    matches: (client, tags, value) => (tags.get(client.id) ?? []).some((label) => sameLabel(label, value)),
  },
};

export default part as ClientListPart;
