-- tags: only the coach reads and deletes them. They are added by tag_client.

create policy "Coaches read the tags of their clients" on public.client_tags
  for select to authenticated
  using (client_id = any ((select private.my_coached_client_ids())::uuid[]));

create policy "Coaches take tags off their clients" on public.client_tags
  for delete to authenticated
  using (client_id = any ((select private.my_coached_client_ids())::uuid[]));
