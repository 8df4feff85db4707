-- foundation: what a migration calls before it changes a project in use.

create function private.lock_for_migration(variadic p_relations regclass[])
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_until    timestamptz := clock_timestamp() + interval '20 seconds';
  v_attempt  integer := 0;
  v_relation regclass;
  v_refused  regclass;
  v_lock     text;
begin
  loop
    v_attempt := v_attempt + 1;
    -- Now and then the one that was refused comes first, and is waited for longer: autovacuum makes way after a second.
    v_refused := case when v_attempt % 20 = 0 then v_relation end;
    begin
      for v_relation, v_lock in
        select c.oid, case c.relkind
          when 'v' then format('alter view %s owner to %I', c.oid::regclass, r.rolname) -- itself, not its tables
          else format('lock table %s in access exclusive mode', c.oid::regclass)
        end
        from pg_class c
        join pg_roles r on r.oid = c.relowner
        where c.oid = any (p_relations)
          and pg_has_role(c.relowner, 'usage') -- some versions of pgmq keep its queues for themselves
        order by c.oid = v_refused desc nulls last, c.relkind = 'v' desc, c.oid
      loop
        perform set_config('lock_timeout', case v_relation when v_refused then '1500' else '10' end, true);
        execute v_lock;
      end loop;
      exit;
    exception when lock_not_available or deadlock_detected then
      if clock_timestamp() > v_until then
        raise exception using
          errcode = 'lock_not_available',
          message = format('Could not lock %s within 20 seconds, so nothing was changed', v_relation),
          hint = 'Push again; if it stays so, pg_stat_activity says whose transaction is open.';
      end if;
    end;
    perform pg_sleep(0.05); -- those that waited behind it go on
  end loop;
  perform set_config('lock_timeout', '5000', true); -- what belongs to others (auth, storage) is locked when it is changed
end;
$$;

comment on function private.lock_for_migration(regclass[]) is
  'Locks what a migration touches, all of it at once or nothing, until its transaction ends. One table after the other would deadlock with a claim or an insert that takes them in another order. It tries for 20 seconds, and never holds anybody up for as long as deadlock_timeout.';
