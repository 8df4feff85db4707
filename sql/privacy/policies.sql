-- privacy: who may read the audit record. Only triggers write it.

create policy "Coaches and clients read what concerned them" on public.audit_entries
  for select to authenticated
  using (
    coach_id = any ((select private.my_account_ids())::uuid[])
    or user_id = any ((select private.my_account_ids())::uuid[])
    or client_id = any ((select private.my_own_client_ids())::uuid[])
  );
