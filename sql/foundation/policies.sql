-- foundation: closed tables say so.

create policy "Nobody reads webhook receipts through the API" on private.webhook_receipts
  for select to authenticated
  using (false);

create policy "Nobody reads settings through the API" on private.settings
  for select to authenticated
  using (false);

create policy "Nobody reads jobs through the API" on private.jobs
  for select to authenticated
  using (false);
