-- progress: the diary, page by page.

create function public.feed_page(client_id uuid, before_time timestamptz default null, before_id uuid default null, page_size integer default 30)
returns json
language plpgsql
stable
set search_path = ''
as $$
declare
  v_page json;
begin
  v_page := private.my_feed_page(client_id, before_time, before_id, least(greatest(page_size, 1), 100));
  if v_page is null then
    perform private.refuse_client();
  end if;
  return v_page;
end;
$$;

comment on function public.feed_page(uuid, timestamptz, uuid, integer) is
  'A page of a client''s logs, newest first, each with the events read from it, as logs?select=*,events:progress_events(*) tells them. The next page begins after (before_time, before_id) of the last log. At most 100 logs a page. PT404 unknown client.';
grant execute on function public.feed_page(uuid, timestamptz, uuid, integer) to authenticated;
