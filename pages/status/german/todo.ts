// What to do, as docs/faults.md says it, in German: see faults.ts.
const AT_ONCE =
  'Es wird mit der nächsten Abfrage versucht, oder sofort mit `POST .../poll`; nach zwei Versuchen innerhalb von 30 Minuten nicht vor `signIn.nextTryAt`.';
const APPROVE = 'Sind sie wirklich weg: `POST .../deletions/approve`.';
const GROWN =
  'Bis zum Zehnfachen der Zeilen vom Vortag wird gespeichert, oder 10.000 mehr, wo das mehr ist; der Rest nicht, bis `POST .../deletions/approve`.';

export const todo: Readonly<Record<string, string>> = {
  'Start the server, or correct its address; look at the firewall.':
    'Starten Sie den Server, oder berichtigen Sie seine Adresse; sehen Sie nach der Firewall.',
  'Look at the server, and at the firewall or balancer before it.':
    'Sehen Sie nach dem Server und nach der Firewall oder dem Load-Balancer davor.',
  'Look at the load of the server; raise `idleTimeoutSeconds` where it is only slow.':
    'Sehen Sie nach der Last des Servers; erhöhen Sie `idleTimeoutSeconds`, wo er nur langsam ist.',
  'Look at the line and at proxies; the time budget ends such a poll.':
    'Sehen Sie nach der Leitung und nach Proxys; das Zeitbudget beendet eine solche Abfrage.',
  'Look at the server and the proxies before it.': 'Sehen Sie nach dem Server und den Proxys davor.',
  'Look at the server and the proxies before it: one may end long answers.':
    'Sehen Sie nach dem Server und den Proxys davor: Einer kann lange Antworten abbrechen.',
  'Nothing: the page was asked for again.': 'Nichts: Die Seite wurde noch einmal verlangt.',
  'Use the name that the certificate has, or issue one for this name.':
    'Verwenden Sie den Namen im Zertifikat, oder stellen Sie eines auf diesen Namen aus.',
  'Renew the certificate of the server.': 'Erneuern Sie das Zertifikat des Servers.',
  'Issue one from the company’s CA, or name the certificate itself as `caFile`.':
    'Stellen Sie eines der CA des Unternehmens aus, oder nennen Sie das Zertifikat selbst als `caFile`.',
  'Bring `caFile` up to date. If the CA did not change, somebody is in between.':
    'Bringen Sie `caFile` auf den neuesten Stand. Hat sich die CA nicht geändert, steht jemand dazwischen.',
  'Enable TLS 1.2 or 1.3 at the server, or at the balancer before it.':
    'Aktivieren Sie TLS 1.2 oder 1.3 auf dem Server oder dem Load-Balancer davor.',
  'Let the address of the API be reached without one: EMM Lens has none.':
    'Machen Sie die Adresse der API ohne eines erreichbar: EMM Lens hat keines.',
  'Correct the port in the address.': 'Berichtigen Sie den Port in der Adresse.',
  'Look at the account, and whether its credentials were replaced or revoked.':
    'Prüfen Sie das Konto, und ob seine Zugangsdaten ersetzt oder widerrufen wurden.',
  'Nothing: the token was renewed.': 'Nichts: Das Token wurde erneuert.',
  'Grant the permission, or leave that part out of the collection.':
    'Erteilen Sie die Berechtigung, oder nehmen Sie diesen Teil von der Erhebung aus.',
  'Correct the address; look at the licence and the version of the product.':
    'Berichtigen Sie die Adresse; prüfen Sie Lizenz und Version des Produkts.',
  'Look at the log of the server.': 'Sehen Sie in das Log des Servers.',
  'Look at the proxy, and at the server behind it.': 'Sehen Sie nach dem Proxy und dem Server dahinter.',
  'Exempt the address from the sign-in of the proxy.': 'Nehmen Sie die Adresse von der Anmeldung am Proxy aus.',
  'Exempt the address from the cache that answers.': 'Nehmen Sie die Adresse von dem Cache aus, der antwortet.',
  'See what adds them: mostly cookies of a portal or balancer.':
    'Stellen Sie fest, woher sie kommen: meist Cookies eines Portals oder Load-Balancers.',
  'Nothing: it was waited for.': 'Nichts: Es wurde darauf gewartet.',
  'Ask who else uses the API, or the vendor for more; poll less often. The poll has ended, it does not wait.':
    'Klären Sie, wer die API noch nutzt, oder bitten Sie den Hersteller um mehr; fragen Sie seltener ab. Die Abfrage ist beendet, sie wartet nicht.',
  'Look at the server, or wait for the end of its maintenance.':
    'Sehen Sie nach dem Server, oder warten Sie das Ende seiner Wartung ab.',
  'See what answers at that address: mostly a proxy or a portal in place of the API.':
    'Stellen Sie fest, was unter dieser Adresse antwortet: meist ein Proxy oder ein Portal anstelle der API.',
  'Look at the proxies: one may cut long answers.':
    'Sehen Sie nach den Proxys: Einer kann lange Antworten abschneiden.',
  'Look at the version of the product, and at what answers at that address.':
    'Prüfen Sie die Version des Produkts, und was unter dieser Adresse antwortet.',
  'Tell the vendor, with the fields under `rejected`: removals wait until every key can be read.':
    'Melden Sie es dem Hersteller, mit den Feldern unter `rejected`: Löschungen warten, bis jeder Schlüssel lesbar ist.',
  'Tell the vendor, with the fields under `rejected`: the value is stored as null, all else of the row is.':
    'Melden Sie es dem Hersteller, mit den Feldern unter `rejected`: Der Wert bleibt leer, alles andere der Zeile wird gespeichert.',
  'Look at the rights of the account and at the version: the former values are kept. If they are gone indeed: `POST .../deletions/approve`.': `Prüfen Sie die Rechte des Kontos und die Version: Die früheren Werte bleiben. ${APPROVE}`,
  'Look at what answers. Up to ten times the rows of a day ago are stored, or 10,000 more where that is more; the rest is not, until `POST .../deletions/approve`. What is gone again is removed as anything is.': `Stellen Sie fest, was antwortet. ${GROWN} Was wieder wegfällt, wird gelöscht wie alles andere.`,
  'Exempt the address from what is between and keeps answers, or look at the gateway. No row is of another.':
    'Nehmen Sie die Adresse von dem aus, was dazwischen Antworten aufbewahrt, oder sehen Sie nach dem Gateway. Keine Zeile ist die einer anderen.',
  'Tell the vendor, if it stays.': 'Melden Sie es dem Hersteller, wenn es so bleibt.',
  'Nothing, unless it stays: the receipt shows how many different rows were read.':
    'Nichts, außer es bleibt so: Die Quittung zeigt, wie viele verschiedene Zeilen gelesen wurden.',
  'Nothing, unless it stays: then tell the vendor.': 'Nichts, außer es bleibt so: Dann melden Sie es dem Hersteller.',
  'Look at scope, role and filter of the account. The removal is held; of a product that is paged by offset the second complete pass in a row is, and the state is `ok` until then. If all are gone indeed: `POST .../deletions/approve` while it is held.':
    'Prüfen Sie Umfang, Rolle und Filter des Kontos. Die Löschung wird zurückgehalten; bei einem Produkt, das nach Position geblättert wird, erst beim zweiten vollständigen Durchgang nacheinander, und bis dahin ist der Zustand `ok`. Sind alle wirklich weg: `POST .../deletions/approve`, solange sie zurückgehalten wird.',
  'Nothing.': 'Nichts.',
  'Look at the device, and at what answers; or set `apps: false`.':
    'Sehen Sie nach dem Gerät und danach, was antwortet; oder setzen Sie `apps: false`.',
  'Nothing: it goes on by itself as soon as a collector runs.':
    'Nichts: Es geht von selbst weiter, sobald ein Kollektor läuft.',
  'Look at memory limits and restarts of the collectors.':
    'Sehen Sie nach Speichergrenzen und Neustarts der Kollektoren.',
  'Make a new secret and put it into the file that `clientSecret` names. It is tried with the next poll, or at once with `POST .../poll`; after two tries within 30 minutes not before `signIn.nextTryAt`.': `Erzeugen Sie ein neues Geheimnis und legen Sie es in die Datei, die \`clientSecret\` nennt. ${AT_ONCE}`,
  'See what answers at that address: mostly a proxy or a portal.':
    'Stellen Sie fest, was unter dieser Adresse antwortet: meist ein Proxy oder ein Portal.',
  'Correct the settings that the hint names.': 'Berichtigen Sie die Einstellungen, die der Hinweis nennt.',
  'Look at the life of tokens at that server, and at its clock.':
    'Prüfen Sie, wie lange Token dieses Servers gelten, und seine Uhr.',
  'Nothing: it is stored once, and may stand in the place of another, so that nothing is removed.':
    'Nichts: Sie wird einmal gespeichert und kann an der Stelle einer anderen stehen; darum wird nichts gelöscht.',
  'Find out who rewrites answers: a proxy, or somebody who wants the token. It did not leave.':
    'Finden Sie heraus, wer Antworten umschreibt: ein Proxy, oder jemand, der das Token will. Es wurde nicht gesendet.',
  'Let the balancer that ends TLS tell the server so. The token did not leave in clear text.':
    'Der Load-Balancer, an dem TLS endet, muss es dem Server mitteilen. Das Token wurde nicht im Klartext gesendet.',
  'Nothing: all users were read anew.': 'Nichts: Alle Benutzer wurden neu gelesen.',
  'Nothing: rows that are the same are not written again.':
    'Nichts: Zeilen, die gleich geblieben sind, werden nicht noch einmal geschrieben.',
  'Nothing: users are read in full once a day, whatever the changes say.':
    'Nichts: Benutzer werden einmal am Tag vollständig gelesen, gleich was die Änderungen sagen.',
  'Look at the permissions of the app. If all are gone indeed: `POST .../deletions/approve`.':
    'Prüfen Sie die Berechtigungen der App. Sind alle wirklich weg: `POST .../deletions/approve`.',
  'Grant `User.Read.All`.': 'Erteilen Sie `User.Read.All`.',
  'Nothing, unless it stays: then take `apps: relation`, and tell the vendor.':
    'Nichts, außer es bleibt so: Dann nehmen Sie `apps: relation`, und melden Sie es dem Hersteller.',
  'Raise `timeBudgetSeconds`, or take `apps: relation`.':
    'Erhöhen Sie `timeBudgetSeconds`, oder nehmen Sie `apps: relation`.',
  'Look at the clock of the machine, and at the proxy: it must let `*.blob.core.windows.net` pass.':
    'Prüfen Sie die Uhr der Maschine und den Proxy: Er muss `*.blob.core.windows.net` durchlassen.',
  'Let the proxy pass it.': 'Der Proxy muss es durchlassen.',
  'Nothing, once; else look at the server and at what is between.':
    'Einmal nichts; sonst sehen Sie nach dem Server und nach dem, was dazwischen steht.',
  'Look at the load of the server.': 'Sehen Sie nach der Last des Servers.',
  'Look at the load of the server and of the network; make `pageSize` smaller.':
    'Sehen Sie nach der Last des Servers und des Netzes; verkleinern Sie `pageSize`.',
  'Nothing: the server was stopped or restarted.': 'Nichts: Der Server wurde angehalten oder neu gestartet.',
  'Use the name in the certificate, as `url` or `serverName`.':
    'Verwenden Sie den Namen im Zertifikat, als `url` oder `serverName`.',
  'Give the CA of the company as `caFile`.': 'Geben Sie die CA des Unternehmens als `caFile` an.',
  'Give the server a certificate of the company’s CA, or name this one as `caFile`.':
    'Geben Sie dem Server ein Zertifikat der CA des Unternehmens, oder nennen Sie dieses als `caFile`.',
  'Give the domain controller a certificate.': 'Geben Sie dem Domänencontroller ein Zertifikat.',
  'Correct `bindDn`, or the secret. It is tried with the next poll, or at once with `POST .../poll`; after two tries within 30 minutes not before `signIn.nextTryAt`.': `Berichtigen Sie \`bindDn\` oder das Geheimnis. ${AT_ONCE}`,
  'Set a new password.': 'Setzen Sie ein neues Kennwort.',
  'Unlock the account.': 'Entsperren Sie das Konto.',
  'Grant the account read access.': 'Geben Sie dem Konto Leserechte.',
  'Correct `baseDn`.': 'Berichtigen Sie `baseDn`.',
  'Lift the limit of the account.': 'Heben Sie die Grenze des Kontos an.',
  'Make `pageSize` smaller, or index what `filter` names.':
    'Verkleinern Sie `pageSize`, oder indizieren Sie, was `filter` nennt.',
  'Lift the limit of the account, or make `pageSize` smaller.':
    'Heben Sie die Grenze des Kontos an, oder verkleinern Sie `pageSize`.',
  'Name a server of that domain in `url`.': 'Nennen Sie in `url` einen Server dieser Domäne.',
  'Nothing: it was asked again on a new connection.': 'Nichts: Über eine neue Verbindung wurde noch einmal gefragt.',
  'Look at the load of the server; the log says which result code it was.':
    'Sehen Sie nach der Last des Servers; welcher Ergebniscode es war, steht im Log.',
  'Nothing: it was asked again.': 'Nichts: Es wurde noch einmal gefragt.',
  'Look at what is between; name the directory server itself.':
    'Sehen Sie nach dem, was dazwischen steht; nennen Sie den Verzeichnisserver selbst.',
  'Correct `url`: another service listens there.': 'Berichtigen Sie `url`: Dort antwortet ein anderer Dienst.',
  'Look at what is between; report the server to its vendor.':
    'Sehen Sie nach dem, was dazwischen steht; melden Sie den Server seinem Hersteller.',
  'Nothing: RFC 4511 wants it ignored.': 'Nichts: Nach RFC 4511 ist es zu übergehen.',
  'Let the account read objectGUID of all people.': 'Das Konto muss objectGUID aller Personen lesen dürfen.',
  'Let the account read objectGUID of all people; the daily full pass reads the change.':
    'Das Konto muss objectGUID aller Personen lesen dürfen; der tägliche vollständige Durchgang liest die Änderung.',
  'Nothing is removed. Name one server in `url`; look at its log.':
    'Nichts wird gelöscht. Nennen Sie in `url` einen einzelnen Server; sehen Sie in sein Log.',
  'Nothing: they are not followed. Who lies on another server needs a source of his own.':
    'Nichts: Ihnen wird nicht gefolgt. Wer auf einem anderen Server liegt, braucht eine eigene Quelle.',
  'Look at what the account may see; the next good poll lifts the hold.':
    'Prüfen Sie, was das Konto sehen darf; die nächste gute Abfrage hebt das Zurückhalten auf.',
  'Let the account read it: the former values are kept. If they are gone indeed: `POST .../deletions/approve`.': `Das Konto muss es lesen dürfen: Die früheren Werte bleiben. ${APPROVE}`,
  'Look at the base and the filter. Up to ten times the rows of a day ago are stored, or 10,000 more where that is more; the rest is not, until `POST .../deletions/approve`.': `Prüfen Sie Basis und Filter. ${GROWN}`,
  'Look at what is between; name one server in `url`.':
    'Sehen Sie nach dem, was dazwischen steht; nennen Sie in `url` einen einzelnen Server.',
  'Nothing: only the empty cookie ends a list.': 'Nichts: Nur der leere Cookie beendet eine Liste.',
  'Name one server in `url`; look at its log.': 'Nennen Sie in `url` einen einzelnen Server; sehen Sie in sein Log.',
  'Nothing, once; else name one server in `url`.': 'Einmal nichts; sonst nennen Sie in `url` einen einzelnen Server.',
  'Name the directory server itself in `url`.': 'Nennen Sie in `url` den Verzeichnisserver selbst.',
  'Nothing: the daily full pass finds it. docs/configure.md says how to grant the right.':
    'Nichts: Der tägliche vollständige Durchgang findet es. Wie das Recht erteilt wird, steht in docs/configure.md.',
  'Nothing; name one controller in `url`.': 'Nichts; nennen Sie in `url` einen einzelnen Domänencontroller.',
  'Nothing: its peers tell it what it lacks.': 'Nichts: Was ihm fehlt, erfährt er von den übrigen.',
  'Take it out of service: Microsoft calls it a USN rollback.':
    'Nehmen Sie ihn außer Betrieb: Microsoft nennt es einen USN-Rollback.',
  'Nothing: what came meanwhile is read then, and everybody with it.':
    'Nichts: Was inzwischen kam, wird dann gelesen, und alle Personen mit.',
  'Wait, or name another one.': 'Warten Sie, oder nennen Sie einen anderen.',
  'Look at the account: it may be locked. It is tried with the next poll, or at once with `POST .../poll`; after two tries within 30 minutes not before `signIn.nextTryAt`.': `Prüfen Sie das Konto: Es kann gesperrt sein. ${AT_ONCE}`,
  'Grant `View app inventory`, or set `apps: false`.':
    'Erteilen Sie `View app inventory`, oder setzen Sie `apps: false`.',
  'Look at the version of EPMM, or set `apps: false`.':
    'Prüfen Sie die Version von EPMM, oder setzen Sie `apps: false`.',
  'Grant `View user`.': 'Erteilen Sie `View user`.',
  'The other fields were read, and the former values are kept. Where it stays so: `POST .../deletions/approve`. The log says how many are unknown.':
    'Die anderen Felder wurden gelesen, und die früheren Werte bleiben. Soll es so bleiben: `POST .../deletions/approve`. Wie viele unbekannt sind, steht im Log.',
  'Look at the version of EPMM; tell us its answer, or set `apps: false`.':
    'Prüfen Sie die Version von EPMM; melden Sie uns ihre Antwort, oder setzen Sie `apps: false`.',
  'Nothing: its apps go with it.': 'Nichts: Seine Apps gehen mit ihm.',
  'Nothing, unless it stays: devices come and go while they are listed.':
    'Nichts, außer es bleibt so: Geräte kommen und gehen, während sie gelesen werden.',
  'Look at the account in UEM, and correct the password here. It is tried with the next poll, or at once with `POST .../poll`; after two tries within 30 minutes not before `signIn.nextTryAt`.': `Prüfen Sie das Konto in UEM, und berichtigen Sie das Kennwort hier. ${AT_ONCE}`,
  'Let the role view them; the log names the parts that are missing.':
    'Die Rolle muss sie sehen dürfen; welche Teile fehlen, steht im Log.',
  'Let the role view activated devices.': 'Die Rolle muss aktivierte Geräte sehen dürfen.',
  'Look at the version of UEM.': 'Prüfen Sie die Version von UEM.',
  'Look at the version of UEM, or set `apps: false`.': 'Prüfen Sie die Version von UEM, oder setzen Sie `apps: false`.',
  'Let the role view apps on devices, or set `apps: false`.':
    'Die Rolle muss Apps auf Geräten sehen dürfen; oder setzen Sie `apps: false`.',
  'Look at the version of UEM, and tell us its answer.':
    'Prüfen Sie die Version von UEM, und melden Sie uns ihre Antwort.',
  'Look at the version of UEM, and tell us its answer; or set `apps: false`.':
    'Prüfen Sie die Version von UEM, und melden Sie uns ihre Antwort; oder setzen Sie `apps: false`.',
  'Nothing: that user has left while the others were read. If it stays, look at what the account may see.':
    'Nichts: Dieser Benutzer ist weggefallen, während die anderen gelesen wurden. Bleibt es so, prüfen Sie, was das Konto sehen darf.',
  'Nothing: the rest of the record is stored.': 'Nichts: Der Rest des Datensatzes wird gespeichert.',
  'Nothing, unless it stays: users come and go while they are listed.':
    'Nichts, außer es bleibt so: Benutzer kommen und gehen, während sie gelesen werden.',
  'Give the API user the role Device Read Only.': 'Geben Sie dem API-Benutzer die Rolle Device Read Only.',
  'Give the API user the role Device Read Only, or set `apps` to false.':
    'Geben Sie dem API-Benutzer die Rolle Device Read Only, oder setzen Sie `apps` auf false.',
  'Give the API user the role User Read Only.': 'Geben Sie dem API-Benutzer die Rolle User Read Only.',
  'Nothing: it was waited for. Lower `appRequestsPerMinute` where others use the same account.':
    'Nichts: Es wurde darauf gewartet. Verkleinern Sie `appRequestsPerMinute`, wo andere dasselbe Konto nutzen.',
  'Give the API user a role in the spaces: without one nobody can say that devices are gone.':
    'Geben Sie dem API-Benutzer eine Rolle in den Bereichen (Spaces): Ohne sie kann niemand sagen, dass Geräte weg sind.',
  'Tell the vendor. Apps of such a device are read once a day, those of a new one at once; the log says how many they are.':
    'Melden Sie es dem Hersteller. Apps eines solchen Geräts werden einmal am Tag gelesen, die eines neuen sofort; wie viele es sind, steht im Log.',
  'Look at the device, and at what answers; or set `apps` to false.':
    'Sehen Sie nach dem Gerät und danach, was antwortet; oder setzen Sie `apps` auf false.',
  'Put the new secret into the file that `clientSecret` names. It is tried with the next poll, or at once with `POST .../poll`; after two tries within 30 minutes not before `signIn.nextTryAt`.': `Legen Sie das neue Geheimnis in die Datei, die \`clientSecret\` nennt. ${AT_ONCE}`,
  'Grant `REST API Apps Read`, or set `apps: false`.':
    'Erteilen Sie `REST API Apps Read`, oder setzen Sie `apps: false`.',
  'Look at the version of the console, or set `apps: false`.':
    'Prüfen Sie die Version der Konsole, oder setzen Sie `apps: false`.',
  'Grant `REST API Users Read`.': 'Erteilen Sie `REST API Users Read`.',
  'Look at the version of the console; tell us its answer, or set `apps: false`.':
    'Prüfen Sie die Version der Konsole; melden Sie uns ihre Antwort, oder setzen Sie `apps: false`.',
  'See what answers where reports are downloaded: mostly a proxy or a portal.':
    'Stellen Sie fest, was antwortet, wo Berichte heruntergeladen werden: meist ein Proxy oder ein Portal.',
};
