-- messaging: the topic of Realtime on which the people of a thread see who is there and who writes.

create function private.thread_topic(p_thread public.message_threads)
returns text
language sql
stable
set search_path = ''
return format('thread:%s:%s', p_thread.id, (
  select coalesce(extract(epoch from max(p.left_at)) * 1000000, 0)::bigint from public.thread_participants p where p.thread_id = p_thread.id
));

comment on function private.thread_topic(public.message_threads) is
  'The topic of a thread. It changes when somebody leaves: who has joined before hears nobody there any more, although a hosted Realtime asks the policies again only when a token changes.';


create function private.may_talk_here()
returns boolean
language plpgsql
stable
security definer -- reads threads and participants without their policies
set search_path = ''
as $$
declare
  v_topic  text := realtime.topic();
  v_id     uuid := substring(v_topic from '^thread:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}):[0-9]+$');
  v_me     public.thread_participants := private.my_participation(v_id);
  v_thread public.message_threads;
begin
  if v_id is null or v_me is null then
    return false;
  end if;
  select t.* into v_thread from public.message_threads t where t.id = v_id;
  return v_thread.kind <> 'announcement' and v_topic = private.thread_topic(v_thread)
    and private.why_no_writing(v_thread, v_me, private.my_acquaintance_ids()) is null;
end;
$$;

comment on function private.may_talk_here() is 'Whether the topic that Realtime asks about is that of a thread, as it is now, in which the caller may write. Not of an announcement, whose readers do not know each other.';
grant execute on function private.may_talk_here() to authenticated;
