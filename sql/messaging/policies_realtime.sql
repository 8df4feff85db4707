-- messaging: who may hear and say on the topic of a thread who is there and who writes. Messages themselves come from the database.

create policy "People of a thread hear who is there and who writes" on realtime.messages
  for select to authenticated
  using (extension in ('broadcast', 'presence') and (select private.may_talk_here()));

create policy "People of a thread say that they are there and write" on realtime.messages
  for insert to authenticated
  with check (extension in ('broadcast', 'presence') and (select private.may_talk_here()));
