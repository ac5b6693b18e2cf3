# Runs a command, and leaves behind what others need to know about it. Arguments: folder, command...
# Shell builtins only: the PATH is that of the image. The parent may die at any moment.
folder=$1
shift
child=
stopped=
trap '' HUP INT
trap 'stopped=1; [ -z "$child" ] || kill -TERM "$child" 2>/dev/null' TERM

# Only one supervisor ever gets past this line for a folder, however many are started for it.
set -C
{ : > "$folder/claim"; } 2>/dev/null || exit 97
set +C

boot=-
ticks=-
start_ticks() {
  shift 19
  ticks=$1
}
if [ -r "/proc/$$/stat" ]; then
  read -r boot < /proc/sys/kernel/random/boot_id
  read -r stat < "/proc/$$/stat"
  start_ticks ${stat##*) }
fi
echo "$$ $boot $ticks end" > "$folder/pid"

if [ -n "$stopped" ]; then
  echo "143 end" > "$folder/exit"
  exit
fi
"$@" &
child=$!
[ -z "$stopped" ] || kill -TERM "$child" 2>/dev/null
wait "$child"
code=$?
# A signal ends the wait early; the command is still to be waited for.
while kill -0 "$child" 2>/dev/null; do
  wait "$child"
  code=$?
done
echo "$code end" > "$folder/exit"
