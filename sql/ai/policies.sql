-- ai: who may read what models cost. Only worker functions write it.

create policy "Coaches read what models have cost for their clients" on public.ai_usage
  for select to authenticated
  using (client_id = any ((select private.my_coached_client_ids())::uuid[]));


create policy "Nobody reads what accounts have spent through the API" on private.ai_account_usage
  for select to authenticated
  using (false);


create policy "Nobody reads limits of accounts through the API" on private.ai_account_limits
  for select to authenticated
  using (false);
