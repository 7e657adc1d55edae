// Meta's Node library: UserData.normalize over the pairs, timed by this process's own CPU time.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import sdk from 'facebook-nodejs-business-sdk';

const [, , file, repeats] = process.argv;
const pairs = readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => line.split('\t'));

function round() {
  let all = '';
  for (const [email, phone] of pairs) {
    const user = new sdk.UserData().setEmail(email).setPhone(phone).normalize();
    all += user.em[0] + user.ph[0];
  }
  return all;
}

let all = round();
const start = process.cpuUsage();
for (let count = 0; count < Number(repeats); count += 1) all = round();
const spent = process.cpuUsage(start);
const nanoseconds = ((spent.user + spent.system) * 1000) / Number(repeats) / pairs.length;
console.log(`${nanoseconds} ${createHash('sha256').update(all).digest('hex')}`);
