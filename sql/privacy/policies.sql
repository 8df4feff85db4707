-- privacy: who may read the audit record and the requests of erasures. Only functions and triggers write them.

create policy "Coaches and clients read what concerned them" on public.audit_entries
  for select to authenticated
  using (
    coach_id = any ((select private.my_account_ids())::uuid[])
    or user_id = any ((select private.my_account_ids())::uuid[])
    or client_id = any ((select private.my_own_client_ids())::uuid[])
  );


create policy "Clients and their coach read when a client will be erased" on public.erasure_requests
  for select to authenticated
  using (client_id = any ((select private.my_client_ids())::uuid[]));
