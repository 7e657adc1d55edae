//! Made-up tenants and events. The same numbers give the same inputs in every run.

use domicile::Region;

/// A source of numbers that look random (Marsaglia's xorshift64).
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound).unwrap()).unwrap()
    }
}

/// A tenant as its service knows it.
pub(crate) struct Account {
    pub(crate) id: String,
    pub(crate) region: Region,
    pub(crate) plan: &'static str,
}

/// An event as it arrives: texts.
pub(crate) struct Input {
    pub(crate) id: String,
    pub(crate) tenant: String,
    pub(crate) email: String,
    pub(crate) phone: String,
}

/// `count` tenants with ids of 10 to 20 characters. Those in Mumbai are on the plan that may be there.
pub(crate) fn accounts(count: usize) -> Vec<Account> {
    let mut numbers = Numbers::new(1);
    let account = |index: usize| {
        let region = REGIONS[numbers.below(REGIONS.len())];
        let plan = if region == Region::ApSouth1 { "enterprise" } else { PLANS[numbers.below(PLANS.len())] };
        Account { id: tenant_id(index, &mut numbers), region, plan }
    };
    (0..count).map(account).collect()
}

/// `count` events of tenants drawn at random.
pub(crate) fn events(count: usize, accounts: &[Account], numbers: &mut Numbers) -> Vec<Input> {
    let event = |index: usize| {
        let tenant = accounts[numbers.below(accounts.len())].id.clone();
        let phone = PHONES[numbers.below(PHONES.len())];
        let last = numbers.below(10);
        Input {
            id: format!("evt_{:016x}", numbers.below(usize::MAX)),
            tenant,
            email: format!("{}{index}@{}", NAMES[index % NAMES.len()], HOSTS[numbers.below(HOSTS.len())]),
            phone: format!("{}{last}", &phone[..phone.len() - 1]),
        }
    };
    (0..count).map(event).collect()
}

/// Distinct ids, because the number is in them.
fn tenant_id(index: usize, numbers: &mut Numbers) -> String {
    let mut id = format!("m_{index:07}");
    for _ in 0..1 + numbers.below(11) {
        id.push(char::from(b"abcdefghijklmnopqrstuvwxyz0123456789"[numbers.below(36)]));
    }
    id
}

/// Where tenants are at home.
pub(crate) const REGIONS: [Region; 4] =
    [Region::EuWest1, Region::UsEast1, Region::ApSouth1, Region::ApSoutheast2];

const PLANS: [&str; 3] = ["free", "team", "enterprise"];
const NAMES: [&str; 6] = ["jane.doe", " Max.Mustermann", "a.sharma", "J_Smith", "Olivia.Brown", "k"];
const HOSTS: [&str; 4] = ["example.com", "mail.example.org", "Example.NET", "shop.example.co.uk "];
const PHONES: [&str; 6] = [
    "+1 (415) 555-2671",
    "+49 30 901820",
    "+91 98765 43210",
    "+442079460018",
    "+1 212-555-0134",
    "+61 2 5550 1234",
];
