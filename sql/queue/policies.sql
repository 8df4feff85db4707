-- queue: closed tables say so.

create policy "Nobody reads queues through the API" on private.queues
  for select to authenticated
  using (false);
