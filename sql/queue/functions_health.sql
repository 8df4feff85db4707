-- queue: how many messages wait, and for how long.

create function private.queue_health(p_queue text)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  v_health jsonb;
  v_more   text := format('private.%s_queue_health', p_queue);
begin
  execute format(
    'select jsonb_build_object(
       ''patience_seconds'', (select extract(epoch from q.patience)::integer from private.queues q where q.name = $1),
       ''visible'', count(*) filter (where vt <= clock_timestamp()),
       ''oldest_visible_seconds'', extract(epoch from clock_timestamp() - min(vt) filter (where vt <= clock_timestamp()))::bigint,
       ''invisible'', count(*) filter (where vt > clock_timestamp()),
       ''oldest_invisible_seconds'', extract(epoch from clock_timestamp() - min(enqueued_at) filter (where vt > clock_timestamp()))::bigint
     )
     from pgmq.%I',
    'q_' || p_queue
  ) into v_health using p_queue;
  if to_regproc(v_more) is not null then -- the domain says more
    execute format('select $1 || %s()', v_more) into v_health using v_health;
  end if;
  return v_health;
end;
$$;

comment on function private.queue_health(text) is
  'How many messages of a queue can be claimed and for how long the oldest could have been; how many are leased or wait for a retry, and the age of the oldest of them.';
