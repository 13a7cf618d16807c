#!/bin/sh
# A function key for one consumer, with roles (docs/api.md, "Roles"): into host.json, which the runtime looks at, and into a file of
# its own, which API_ROLES refers to. The key is printed nowhere. FOLDER is that of prepare.sh, or one of `npm start`: .data, or
# .data/company-..; SEEN is where the collector sees the secrets of prepare.sh, if not in /run/secrets.
#   sudo deploy/key.sh desk service-desk [FOLDER [SEEN]]
#   sudo deploy/key.sh admin operator,investigator [FOLDER [SEEN]]
set -eu
umask 077
usage='a name (letters, digits, -), and a role, or several with commas: operator service-desk investigator privacy statistics'
name=${1:?$usage}
roles=${2:?$usage}

fail() {
  printf 'key.sh: %s\n' "$1" >&2
  exit 1
}
case $name in *[!a-z0-9-]* | -*) fail "$usage" ;; esac
for role in $(printf %s "$roles" | tr , ' '); do
  case $role in operator | service-desk | investigator | privacy | statistics) ;; *) fail "$role is no role. $usage" ;; esac
done

cd "${3:-$(dirname "$0")}" || fail 'that folder is not there'
if [ -e secrets/keys/host.json ]; then
  keys=secrets/keys secrets=secrets/collector seen=${4:-/run/secrets}
elif [ -e keys/host.json ]; then
  keys=keys secrets=secrets seen=$(pwd -P)/secrets
else
  fail "$(pwd -P) has neither secrets/keys/host.json nor keys/host.json: prepare.sh makes the one, npm start the other"
fi
# Nothing is made that API_ROLES could not refer to: commas part its keys, and its references have no blank.
case $seen in *[[:space:],\;]*) fail "the path $seen has a blank, a comma or a semicolon, so that API_ROLES cannot name a key in it: take another folder" ;; esac
file=$secrets/$name-key
[ ! -e "$file" ] || fail "$(pwd -P)/$file is there already: take another name, or remove it there and in host.json"

# On one line; a byte order mark stays in front. The list of keys has no bracket in it.
host=$(tr -d '\r\n' < "$keys/host.json")
before=$(printf %s "$host" | sed -n 's/^\(.*"functionKeys" *: *\[[^]]*\)\].*$/\1/p' | sed 's/ *$//')
after=$(printf %s "$host" | sed 's/^.*"functionKeys" *: *\[[^]]*\]/]/')
[ -n "$before" ] || fail "$(pwd -P)/$keys/host.json has no functionKeys"
case $before in
  *\"encrypted\"*true*) fail "$(pwd -P)/$keys/host.json is encrypted: add the key with the tool that made it" ;;
  *\"name\":\"$name\"* | *\"name\":\ \"$name\"*) fail "$(pwd -P)/$keys/host.json has a key of that name" ;;
  *\[) comma= ;;
  *) comma=, ;;
esac

key=$(openssl rand -hex 24)
# shellcheck disable=SC2012
owner=$(ls -ldn "$keys/host.json" | awk '{ print $3 ":" $4 }')
# A whole file or none, and through no link; `printf` is the shell's own, so that no list of processes has the key.
put() {
  rm -f "$1.new"
  (set -C && cat > "$1.new")
  chown "$owner" "$1.new"
  mv "$1.new" "$1"
}
mkdir -p "$secrets"
printf %s "$key" | put "$file"
printf '%s%s{"name":"%s","value":"%s","encrypted":false}%s\n' "$before" "$comma" "$name" "$key" "$after" | put "$keys/host.json"

given=$([ ! -e collector.env ] || sed -n 's/^API_ROLES=//p' collector.env | tail -n 1)
for role in $(printf %s "$roles" | tr , ' '); do given=${given:+$given,}$role=file:$seen/$name-key; done
cat <<END
The key is in $(pwd -P)/$file; the runtime takes it from now on. Whoever gets it, gets it from there.
The setting that gives it its roles; what API_ROLES has already stays in it, with a comma between:

API_ROLES=$given

With the first role every other key, the one named default too, may ask for nothing: give one the role operator.
END
