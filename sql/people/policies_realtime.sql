-- people: who may hear which topic of Realtime. Nobody may send there: what is heard comes from the database.
-- A domain with topics of its own adds a policy of its own. They have no comments, because on a hosted project the table
-- is not ours.

create policy "People hear what is for them, and of clients they see" on realtime.messages
  for select to authenticated
  using (extension = 'broadcast' and (select realtime.topic()) = any ((select private.my_topics())::text[]));
