//! Regions of providers other than AWS, one row each: region, country (empty: no single one), status, source, display.
//!
//! A row whose code or country rests on nobody's publication is `Unconfirmed`: it is listed, and its country is
//! withheld from every decision until an embedder vouches for it. OVH writes its codes in capitals; here they are
//! lower-case like all others. Cloudflare's location *hints* are best effort and therefore no regions at all.

use crate::place::catalog::RegionStatus;

/// One region of a provider, as published.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ProviderRow {
    pub(crate) region: &'static str,
    pub(crate) country: &'static str,
    pub(crate) status: RegionStatus,
    pub(crate) source: &'static str,
    pub(crate) display: &'static str,
}

/// All rows, grouped by provider and sorted by code within.
#[rustfmt::skip]
pub(crate) const PROVIDER_ROWS: &[ProviderRow] = {
    use RegionStatus::{Available, Unconfirmed};
    &[
        // alibaba
        row("alibaba:ap-northeast-1", "JP", Unconfirmed, ALIYUN_SDK, "Tokyo"),
        row("alibaba:ap-northeast-2", "KR", Unconfirmed, OWN_KNOWLEDGE, "Seoul"),
        row("alibaba:ap-south-1", "IN", Unconfirmed, ALIYUN_SDK, "Mumbai (closed)"),
        row("alibaba:ap-southeast-1", "SG", Unconfirmed, ALIYUN_SDK, "Singapore"),
        row("alibaba:ap-southeast-2", "AU", Unconfirmed, ALIYUN_SDK, "Sydney (closed)"),
        row("alibaba:ap-southeast-3", "MY", Unconfirmed, ALIYUN_SDK, "Kuala Lumpur"),
        row("alibaba:ap-southeast-5", "ID", Unconfirmed, ALIYUN_SDK, "Jakarta"),
        row("alibaba:ap-southeast-6", "PH", Unconfirmed, OWN_KNOWLEDGE, "Manila"),
        row("alibaba:ap-southeast-7", "TH", Unconfirmed, OWN_KNOWLEDGE, "Bangkok"),
        row("alibaba:cn-beijing", "CN", Unconfirmed, ALIYUN_SDK, "cn-beijing"),
        row("alibaba:cn-chengdu", "CN", Unconfirmed, ALIYUN_SDK, "cn-chengdu"),
        row("alibaba:cn-hangzhou", "CN", Unconfirmed, ALIYUN_SDK, "cn-hangzhou"),
        row("alibaba:cn-heyuan", "CN", Unconfirmed, ALIYUN_SDK, "cn-heyuan"),
        row("alibaba:cn-hongkong", "HK", Unconfirmed, ALIYUN_SDK, "Hong Kong"),
        row("alibaba:cn-huhehaote", "CN", Unconfirmed, ALIYUN_SDK, "cn-huhehaote"),
        row("alibaba:cn-qingdao", "CN", Unconfirmed, ALIYUN_SDK, "cn-qingdao"),
        row("alibaba:cn-shanghai", "CN", Unconfirmed, ALIYUN_SDK, "cn-shanghai"),
        row("alibaba:cn-shenzhen", "CN", Unconfirmed, ALIYUN_SDK, "cn-shenzhen"),
        row("alibaba:cn-wulanchabu", "CN", Available, ALIBABA_FLINK, "Ulanqab"),
        row("alibaba:cn-zhangjiakou", "CN", Unconfirmed, ALIYUN_SDK, "cn-zhangjiakou"),
        row("alibaba:eu-central-1", "DE", Unconfirmed, ALIYUN_SDK, "Frankfurt"),
        row("alibaba:eu-west-1", "GB", Unconfirmed, ALIYUN_SDK, "London - NOT Ireland"),
        row("alibaba:me-central-1", "SA", Unconfirmed, OWN_KNOWLEDGE, "Riyadh - NOT UAE"),
        row("alibaba:me-east-1", "AE", Unconfirmed, ALIYUN_SDK, "Dubai"),
        row("alibaba:na-south-1", "MX", Unconfirmed, OWN_KNOWLEDGE, "Mexico"),
        row("alibaba:us-east-1", "US", Unconfirmed, ALIYUN_SDK, "Virginia"),
        row("alibaba:us-west-1", "US", Unconfirmed, ALIYUN_SDK, "Silicon Valley"),
        // aws-iso
        row("aws-iso:us-iso-east-1", "US", Available, BOTOCORE_ISO, "US ISO East"),
        row("aws-iso:us-iso-west-1", "US", Available, BOTOCORE_ISO, "US ISO WEST"),
        // aws-iso-b
        row("aws-iso-b:us-isob-east-1", "US", Available, BOTOCORE_ISO_B, "US ISOB East (Ohio)"),
        row("aws-iso-b:us-isob-west-1", "US", Available, BOTOCORE_ISO_B, "US ISOB West"),
        // aws-iso-e
        row("aws-iso-e:eu-isoe-west-1", "", Available, BOTOCORE_ISO_E, "EU ISOE West"),
        // aws-iso-f
        row("aws-iso-f:us-isof-east-1", "US", Available, BOTOCORE_ISO_F, "US ISOF EAST"),
        row("aws-iso-f:us-isof-south-1", "US", Available, BOTOCORE_ISO_F, "US ISOF SOUTH"),
        // azure
        row("azure:australiacentral", "AU", Available, AZURE_AVM, "Australia Central (Canberra)"),
        row("azure:australiacentral2", "AU", Available, AZURE_AVM, "Australia Central 2 (Canberra)"),
        row("azure:australiaeast", "AU", Available, AZURE_AVM, "Australia East (New South Wales)"),
        row("azure:australiasoutheast", "AU", Available, AZURE_AVM, "Australia Southeast (Victoria)"),
        row("azure:austriaeast", "AT", Available, AZURE_AVM, "Austria East (Vienna)"),
        row("azure:belgiumcentral", "BE", Available, AZURE_AVM, "Belgium Central (Brussels)"),
        row("azure:brazilsouth", "BR", Available, AZURE_AVM, "Brazil South (Sao Paulo State)"),
        row("azure:brazilsoutheast", "BR", Available, AZURE_AVM, "Brazil Southeast (Rio)"),
        row("azure:canadacentral", "CA", Available, AZURE_AVM, "Canada Central (Toronto)"),
        row("azure:canadaeast", "CA", Available, AZURE_AVM, "Canada East (Quebec)"),
        row("azure:centralindia", "IN", Available, AZURE_AVM, "Central India (Pune)"),
        row("azure:centralus", "US", Available, AZURE_AVM, "Central US (Iowa)"),
        row("azure:chilecentral", "CL", Available, AZURE_AVM, "Chile Central (Santiago)"),
        row("azure:denmarkeast", "DK", Available, AZURE_AVM, "Denmark East (Copenhagen)"),
        row("azure:eastasia", "HK", Available, AZURE_AVM, "East Asia (Hong Kong)"),
        row("azure:eastus", "US", Available, AZURE_AVM, "East US (Virginia)"),
        row("azure:eastus2", "US", Available, AZURE_AVM, "East US 2 (Virginia)"),
        row("azure:francecentral", "FR", Available, AZURE_AVM, "France Central (Paris)"),
        row("azure:francesouth", "FR", Available, AZURE_AVM, "France South (Marseille)"),
        row("azure:germanynorth", "DE", Available, AZURE_AVM, "Germany North (Berlin)"),
        row("azure:germanywestcentral", "DE", Available, AZURE_AVM, "Germany West Central (Frankfurt)"),
        row("azure:indonesiacentral", "ID", Available, AZURE_AVM, "Indonesia Central (Jakarta)"),
        row("azure:israelcentral", "IL", Available, AZURE_AVM, "Israel Central (Israel)"),
        row("azure:italynorth", "IT", Available, AZURE_AVM, "Italy North (Milan)"),
        row("azure:japaneast", "JP", Available, AZURE_AVM, "Japan East (Tokyo, Saitama)"),
        row("azure:japanwest", "JP", Available, AZURE_AVM, "Japan West (Osaka)"),
        row("azure:jioindiacentral", "IN", Available, AZURE_AVM, "Jio India Central (Nagpur)"),
        row("azure:jioindiawest", "IN", Available, AZURE_AVM, "Jio India West (Jamnagar)"),
        row("azure:koreacentral", "KR", Available, AZURE_AVM, "Korea Central (Seoul)"),
        row("azure:koreasouth", "KR", Available, AZURE_AVM, "Korea South (Busan)"),
        row("azure:malaysiawest", "MY", Available, AZURE_AVM, "Malaysia West (Kuala Lumpur)"),
        row("azure:mexicocentral", "MX", Available, AZURE_AVM, "Mexico Central (Querétaro State)"),
        row("azure:newzealandnorth", "NZ", Available, AZURE_AVM, "New Zealand North (Auckland)"),
        row("azure:northcentralus", "US", Available, AZURE_AVM, "North Central US (Illinois)"),
        row("azure:northeurope", "IE", Available, AZURE_AVM, "North Europe (Ireland)"),
        row("azure:norwayeast", "NO", Available, AZURE_AVM, "Norway East (Norway)"),
        row("azure:norwaywest", "NO", Available, AZURE_AVM, "Norway West (Norway)"),
        row("azure:polandcentral", "PL", Available, AZURE_AVM, "Poland Central (Warsaw)"),
        row("azure:qatarcentral", "QA", Available, AZURE_AVM, "Qatar Central (Doha)"),
        row("azure:southafricanorth", "ZA", Available, AZURE_AVM, "South Africa North (Johannesburg)"),
        row("azure:southafricawest", "ZA", Available, AZURE_AVM, "South Africa West (Cape Town)"),
        row("azure:southcentralus", "US", Available, AZURE_AVM, "South Central US (Texas)"),
        row("azure:southeastasia", "SG", Available, AZURE_AVM, "Southeast Asia (Singapore)"),
        row("azure:southindia", "IN", Available, AZURE_AVM, "South India (Chennai)"),
        row("azure:spaincentral", "ES", Available, AZURE_AVM, "Spain Central (Madrid)"),
        row("azure:swedencentral", "SE", Available, AZURE_AVM, "Sweden Central (Gävle)"),
        row("azure:swedensouth", "SE", Available, AZURE_DOCS, "Sweden South (restricted pair)"),
        row("azure:switzerlandnorth", "CH", Available, AZURE_AVM, "Switzerland North (Zurich)"),
        row("azure:switzerlandwest", "CH", Available, AZURE_AVM, "Switzerland West (Geneva)"),
        row("azure:uaecentral", "AE", Available, AZURE_AVM, "UAE Central (Abu Dhabi)"),
        row("azure:uaenorth", "AE", Available, AZURE_AVM, "UAE North (Dubai)"),
        row("azure:uksouth", "GB", Available, AZURE_AVM, "UK South (London)"),
        row("azure:ukwest", "GB", Available, AZURE_AVM, "UK West (Cardiff)"),
        row("azure:westcentralus", "US", Available, AZURE_AVM, "West Central US (Wyoming)"),
        row("azure:westeurope", "NL", Available, AZURE_AVM, "West Europe (Netherlands)"),
        row("azure:westindia", "IN", Available, AZURE_AVM, "West India (Mumbai)"),
        row("azure:westus", "US", Available, AZURE_AVM, "West US (California)"),
        row("azure:westus2", "US", Available, AZURE_AVM, "West US 2 (Washington)"),
        row("azure:westus3", "US", Available, AZURE_AVM, "West US 3 (Phoenix)"),
        // azure-cn
        row("azure-cn:chinaeast", "CN", Unconfirmed, OWN_KNOWLEDGE, "chinaeast (operated by 21Vianet)"),
        row("azure-cn:chinaeast2", "CN", Unconfirmed, OWN_KNOWLEDGE, "chinaeast2 (operated by 21Vianet)"),
        row("azure-cn:chinaeast3", "CN", Unconfirmed, OWN_KNOWLEDGE, "chinaeast3 (operated by 21Vianet)"),
        row("azure-cn:chinanorth", "CN", Unconfirmed, OWN_KNOWLEDGE, "chinanorth (operated by 21Vianet)"),
        row("azure-cn:chinanorth2", "CN", Unconfirmed, OWN_KNOWLEDGE, "chinanorth2 (operated by 21Vianet)"),
        row("azure-cn:chinanorth3", "CN", Unconfirmed, OWN_KNOWLEDGE, "chinanorth3 (operated by 21Vianet)"),
        // azure-us-gov
        row("azure-us-gov:usdodcentral", "US", Unconfirmed, OWN_KNOWLEDGE, "US DoD Central"),
        row("azure-us-gov:usdodeast", "US", Unconfirmed, OWN_KNOWLEDGE, "US DoD East"),
        row("azure-us-gov:usgovarizona", "US", Unconfirmed, OWN_KNOWLEDGE, "US Gov Arizona"),
        row("azure-us-gov:usgovtexas", "US", Unconfirmed, OWN_KNOWLEDGE, "US Gov Texas"),
        row("azure-us-gov:usgovvirginia", "US", Unconfirmed, OWN_KNOWLEDGE, "US Gov Virginia"),
        // cloudflare
        row("cloudflare:eu", "", Available, CLOUDFLARE_DOCS, "European Union (no single country)"),
        row("cloudflare:fedramp", "", Available, CLOUDFLARE_DOCS, "FedRAMP-compliant data centres"),
        row("cloudflare:us", "US", Available, CLOUDFLARE_DOCS, "United States (D1/KV/Queues/containers in wrangler; not in stored R2 doc)"),
        // digitalocean
        row("digitalocean:ams2", "NL", Unconfirmed, DOCTL, "Amsterdam 2"),
        row("digitalocean:ams3", "NL", Unconfirmed, DOCTL, "Amsterdam 3"),
        row("digitalocean:atl1", "US", Unconfirmed, OWN_KNOWLEDGE, "Atlanta 1"),
        row("digitalocean:blr1", "IN", Unconfirmed, DOCTL, "Bangalore 1"),
        row("digitalocean:fra1", "DE", Unconfirmed, DOCTL, "Frankfurt 1"),
        row("digitalocean:lon1", "GB", Unconfirmed, DOCTL, "London 1"),
        row("digitalocean:nyc1", "US", Unconfirmed, DOCTL, "New York 1"),
        row("digitalocean:nyc2", "US", Unconfirmed, DOCTL, "New York 2"),
        row("digitalocean:nyc3", "US", Unconfirmed, DOCTL, "New York 3"),
        row("digitalocean:sfo1", "US", Unconfirmed, DOCTL, "San Francisco 1"),
        row("digitalocean:sfo2", "US", Unconfirmed, DOCTL, "San Francisco 2"),
        row("digitalocean:sfo3", "US", Unconfirmed, DOCTL, "San Francisco 3"),
        row("digitalocean:sgp1", "SG", Unconfirmed, DOCTL, "Singapore 1"),
        row("digitalocean:syd1", "AU", Unconfirmed, DOCTL, "Sydney 1"),
        row("digitalocean:tor1", "CA", Unconfirmed, DOCTL, "Toronto 1"),
        // fly
        row("fly:ams", "NL", Available, FLY_DOCS, "Amsterdam"),
        row("fly:arn", "SE", Available, FLY_DOCS, "Stockholm"),
        row("fly:bom", "IN", Available, FLY_DOCS, "Mumbai"),
        row("fly:cdg", "FR", Available, FLY_DOCS, "Paris"),
        row("fly:dfw", "US", Available, FLY_DOCS, "Dallas"),
        row("fly:ewr", "US", Available, FLY_DOCS, "Secaucus NJ"),
        row("fly:fra", "DE", Available, FLY_DOCS, "Frankfurt"),
        row("fly:gru", "BR", Available, FLY_DOCS, "Sao Paulo"),
        row("fly:iad", "US", Available, FLY_DOCS, "Ashburn"),
        row("fly:jnb", "ZA", Available, FLY_DOCS, "Johannesburg"),
        row("fly:lax", "US", Available, FLY_DOCS, "Los Angeles"),
        row("fly:lhr", "GB", Available, FLY_DOCS, "London"),
        row("fly:nrt", "JP", Available, FLY_DOCS, "Tokyo"),
        row("fly:ord", "US", Available, FLY_DOCS, "Chicago"),
        row("fly:sin", "SG", Available, FLY_DOCS, "Singapore"),
        row("fly:sjc", "US", Available, FLY_DOCS, "San Jose"),
        row("fly:syd", "AU", Available, FLY_DOCS, "Sydney"),
        row("fly:yyz", "CA", Available, FLY_DOCS, "Toronto"),
        // gcp
        row("gcp:africa-south1", "ZA", Available, GCP_PICKER, "Johannesburg"),
        row("gcp:asia-east1", "TW", Available, GCP_PICKER, "Changhua County, Taiwan"),
        row("gcp:asia-east2", "HK", Available, GCP_PICKER, "Hong Kong"),
        row("gcp:asia-northeast1", "JP", Available, GCP_PICKER, "Tokyo"),
        row("gcp:asia-northeast2", "JP", Available, GCP_PICKER, "Osaka"),
        row("gcp:asia-northeast3", "KR", Available, GCP_PICKER, "Seoul"),
        row("gcp:asia-south1", "IN", Available, GCP_PICKER, "Mumbai"),
        row("gcp:asia-south2", "IN", Available, GCP_PICKER, "Delhi"),
        row("gcp:asia-southeast1", "SG", Available, GCP_PICKER, "Singapore (Jurong West)"),
        row("gcp:asia-southeast2", "ID", Available, GCP_PICKER, "Jakarta"),
        row("gcp:asia-southeast3", "TH", Available, GCP_INFRA, "Bangkok"),
        row("gcp:australia-southeast1", "AU", Available, GCP_PICKER, "Sydney"),
        row("gcp:australia-southeast2", "AU", Available, GCP_PICKER, "Melbourne"),
        row("gcp:europe-central2", "PL", Available, GCP_PICKER, "Warsaw"),
        row("gcp:europe-north1", "FI", Available, GCP_PICKER, "Hamina"),
        row("gcp:europe-north2", "SE", Available, GCP_INFRA, "Stockholm"),
        row("gcp:europe-southwest1", "ES", Available, GCP_PICKER, "Madrid"),
        row("gcp:europe-west1", "BE", Available, GCP_PICKER, "St. Ghislain"),
        row("gcp:europe-west10", "DE", Available, GCP_PICKER, "Berlin"),
        row("gcp:europe-west12", "IT", Available, GCP_PICKER, "Turin"),
        row("gcp:europe-west2", "GB", Available, GCP_PICKER, "London"),
        row("gcp:europe-west3", "DE", Available, GCP_PICKER, "Frankfurt"),
        row("gcp:europe-west4", "NL", Available, GCP_PICKER, "Eemshaven"),
        row("gcp:europe-west6", "CH", Available, GCP_PICKER, "Zurich"),
        row("gcp:europe-west8", "IT", Available, GCP_PICKER, "Milan"),
        row("gcp:europe-west9", "FR", Available, GCP_PICKER, "Paris"),
        row("gcp:me-central1", "QA", Available, GCP_PICKER, "Doha"),
        row("gcp:me-central2", "SA", Available, GCP_PICKER, "Dammam"),
        row("gcp:me-west1", "IL", Available, GCP_PICKER, "Tel Aviv"),
        row("gcp:northamerica-northeast1", "CA", Available, GCP_PICKER, "Montreal"),
        row("gcp:northamerica-northeast2", "CA", Available, GCP_PICKER, "Toronto"),
        row("gcp:northamerica-south1", "MX", Available, VELT, "Queretaro"),
        row("gcp:southamerica-east1", "BR", Available, GCP_PICKER, "Sao Paulo (Osasco)"),
        row("gcp:southamerica-west1", "CL", Available, GCP_PICKER, "Santiago"),
        row("gcp:us-central1", "US", Available, GCP_PICKER, "Iowa (Council Bluffs)"),
        row("gcp:us-east1", "US", Available, GCP_PICKER, "South Carolina (Moncks Corner)"),
        row("gcp:us-east4", "US", Available, GCP_PICKER, "Northern Virginia (Ashburn)"),
        row("gcp:us-east5", "US", Available, GCP_PICKER, "Columbus, Ohio"),
        row("gcp:us-south1", "US", Available, GCP_PICKER, "Dallas, Texas"),
        row("gcp:us-west1", "US", Available, GCP_PICKER, "Oregon (The Dalles)"),
        row("gcp:us-west2", "US", Available, GCP_PICKER, "Los Angeles"),
        row("gcp:us-west3", "US", Available, GCP_PICKER, "Salt Lake City"),
        row("gcp:us-west4", "US", Available, GCP_PICKER, "Las Vegas"),
        // hetzner
        row("hetzner:ash", "US", Unconfirmed, HETZNER_CLOUD, "Ashburn, Virginia"),
        row("hetzner:fsn1", "DE", Unconfirmed, HETZNER_CLOUD, "Falkenstein"),
        row("hetzner:hel1", "FI", Unconfirmed, HETZNER_CLOUD, "Helsinki"),
        row("hetzner:hil", "US", Unconfirmed, HETZNER_CLOUD, "Hillsboro, Oregon"),
        row("hetzner:nbg1", "DE", Unconfirmed, HETZNER_CLOUD, "Nuremberg"),
        row("hetzner:sin", "SG", Unconfirmed, HETZNER_CLOUD, "Singapore"),
        // neon
        row("neon:aws-ap-southeast-1", "SG", Available, NEON_DOCS, "Singapore"),
        row("neon:aws-ap-southeast-2", "AU", Available, NEON_DOCS, "Sydney"),
        row("neon:aws-eu-central-1", "DE", Available, NEON_DOCS, "Frankfurt"),
        row("neon:aws-eu-west-2", "GB", Available, NEON_DOCS, "London"),
        row("neon:aws-sa-east-1", "BR", Available, NEON_DOCS, "Sao Paulo"),
        row("neon:aws-us-east-1", "US", Available, NEON_DOCS, "N. Virginia"),
        row("neon:aws-us-east-2", "US", Available, NEON_DOCS, "Ohio"),
        row("neon:aws-us-west-2", "US", Available, NEON_DOCS, "Oregon"),
        row("neon:azure-eastus2", "US", Available, NEON_DOCS, "Virginia"),
        row("neon:azure-gwc", "DE", Available, NEON_DOCS, "Germany West Central (Frankfurt)"),
        row("neon:azure-westus3", "US", Available, NEON_DOCS, "Arizona"),
        // oracle
        row("oracle:af-casablanca-1", "MA", Unconfirmed, OCI_COMMON, "casablanca (lej, realm OC1)"),
        row("oracle:af-johannesburg-1", "ZA", Unconfirmed, OCI_COMMON, "johannesburg (jnb, realm OC1)"),
        row("oracle:ap-batam-1", "ID", Unconfirmed, OCI_COMMON, "batam (hsg, realm OC1)"),
        row("oracle:ap-chuncheon-1", "KR", Unconfirmed, OCI_COMMON, "chuncheon (yny, realm OC1)"),
        row("oracle:ap-delhi-1", "IN", Unconfirmed, OCI_COMMON, "delhi (onm, realm OC1)"),
        row("oracle:ap-hyderabad-1", "IN", Unconfirmed, OCI_COMMON, "hyderabad (hyd, realm OC1)"),
        row("oracle:ap-kulai-2", "MY", Unconfirmed, OCI_COMMON, "kulai (jbp, realm OC1)"),
        row("oracle:ap-melbourne-1", "AU", Unconfirmed, OCI_COMMON, "melbourne (mel, realm OC1)"),
        row("oracle:ap-mumbai-1", "IN", Unconfirmed, OCI_COMMON, "mumbai (bom, realm OC1)"),
        row("oracle:ap-osaka-1", "JP", Unconfirmed, OCI_COMMON, "osaka (kix, realm OC1)"),
        row("oracle:ap-seoul-1", "KR", Unconfirmed, OCI_COMMON, "seoul (icn, realm OC1)"),
        row("oracle:ap-singapore-1", "SG", Unconfirmed, OCI_COMMON, "singapore (sin, realm OC1)"),
        row("oracle:ap-singapore-2", "SG", Unconfirmed, OCI_COMMON, "singapore (xsp, realm OC1)"),
        row("oracle:ap-sydney-1", "AU", Unconfirmed, OCI_COMMON, "sydney (syd, realm OC1)"),
        row("oracle:ap-tokyo-1", "JP", Unconfirmed, OCI_COMMON, "tokyo (nrt, realm OC1)"),
        row("oracle:ca-montreal-1", "CA", Unconfirmed, OCI_COMMON, "montreal (yul, realm OC1)"),
        row("oracle:ca-toronto-1", "CA", Unconfirmed, OCI_COMMON, "toronto (yyz, realm OC1)"),
        row("oracle:eu-amsterdam-1", "NL", Unconfirmed, OCI_COMMON, "amsterdam (ams, realm OC1)"),
        row("oracle:eu-frankfurt-1", "DE", Unconfirmed, OCI_COMMON, "frankfurt (fra, realm OC1)"),
        row("oracle:eu-madrid-1", "ES", Unconfirmed, OCI_COMMON, "madrid (mad, realm OC1)"),
        row("oracle:eu-madrid-3", "ES", Unconfirmed, OCI_COMMON, "madrid (orf, realm OC1)"),
        row("oracle:eu-marseille-1", "FR", Unconfirmed, OCI_COMMON, "marseille (mrs, realm OC1)"),
        row("oracle:eu-milan-1", "IT", Unconfirmed, OCI_COMMON, "milan (lin, realm OC1)"),
        row("oracle:eu-paris-1", "FR", Unconfirmed, OCI_COMMON, "paris (cdg, realm OC1)"),
        row("oracle:eu-stockholm-1", "SE", Unconfirmed, OCI_COMMON, "stockholm (arn, realm OC1)"),
        row("oracle:eu-turin-1", "IT", Unconfirmed, OCI_COMMON, "turin (nrq, realm OC1)"),
        row("oracle:eu-zurich-1", "CH", Unconfirmed, OCI_COMMON, "zurich (zrh, realm OC1)"),
        row("oracle:il-jerusalem-1", "IL", Unconfirmed, OCI_COMMON, "jerusalem (mtz, realm OC1)"),
        row("oracle:me-abudhabi-1", "AE", Unconfirmed, OCI_COMMON, "abudhabi (auh, realm OC1)"),
        row("oracle:me-dubai-1", "AE", Unconfirmed, OCI_COMMON, "dubai (dxb, realm OC1)"),
        row("oracle:me-jeddah-1", "SA", Unconfirmed, OCI_COMMON, "jeddah (jed, realm OC1)"),
        row("oracle:me-riyadh-1", "SA", Unconfirmed, OCI_COMMON, "riyadh (ruh, realm OC1)"),
        row("oracle:mx-monterrey-1", "MX", Unconfirmed, OCI_COMMON, "monterrey (mty, realm OC1)"),
        row("oracle:mx-queretaro-1", "MX", Unconfirmed, OCI_COMMON, "queretaro (qro, realm OC1)"),
        row("oracle:sa-bogota-1", "CO", Unconfirmed, OCI_COMMON, "bogota (bog, realm OC1)"),
        row("oracle:sa-santiago-1", "CL", Unconfirmed, OCI_COMMON, "santiago (scl, realm OC1)"),
        row("oracle:sa-saopaulo-1", "BR", Unconfirmed, OCI_COMMON, "saopaulo (gru, realm OC1)"),
        row("oracle:sa-valparaiso-1", "CL", Unconfirmed, OCI_COMMON, "valparaiso (vap, realm OC1)"),
        row("oracle:sa-vinhedo-1", "BR", Unconfirmed, OCI_COMMON, "vinhedo (vcp, realm OC1)"),
        row("oracle:uk-cardiff-1", "GB", Unconfirmed, OCI_COMMON, "cardiff (cwl, realm OC1)"),
        row("oracle:uk-london-1", "GB", Unconfirmed, OCI_COMMON, "london (lhr, realm OC1)"),
        row("oracle:us-ashburn-1", "US", Unconfirmed, OCI_COMMON, "ashburn (iad, realm OC1)"),
        row("oracle:us-chicago-1", "US", Unconfirmed, OCI_COMMON, "chicago (ord, realm OC1)"),
        row("oracle:us-phoenix-1", "US", Unconfirmed, OCI_COMMON, "phoenix (phx, realm OC1)"),
        row("oracle:us-saltlake-2", "US", Unconfirmed, OCI_COMMON, "saltlake (aga, realm OC1)"),
        row("oracle:us-sanjose-1", "US", Unconfirmed, OCI_COMMON, "sanjose (sjc, realm OC1)"),
        // oracle-oc10
        row("oracle-oc10:ap-dcc-canberra-1", "AU", Unconfirmed, OCI_COMMON, "canberra (wga, realm OC10)"),
        // oracle-oc14
        row("oracle-oc14:eu-dcc-dublin-1", "IE", Unconfirmed, OCI_COMMON, "dublin (ork, realm OC14)"),
        row("oracle-oc14:eu-dcc-dublin-2", "IE", Unconfirmed, OCI_COMMON, "dublin (snn, realm OC14)"),
        row("oracle-oc14:eu-dcc-milan-1", "IT", Unconfirmed, OCI_COMMON, "milan (bgy, realm OC14)"),
        row("oracle-oc14:eu-dcc-milan-2", "IT", Unconfirmed, OCI_COMMON, "milan (mxp, realm OC14)"),
        row("oracle-oc14:eu-dcc-rating-1", "DE", Unconfirmed, OCI_COMMON, "rating (dus, realm OC14)"),
        row("oracle-oc14:eu-dcc-rating-2", "DE", Unconfirmed, OCI_COMMON, "rating (dtm, realm OC14)"),
        // oracle-oc15
        row("oracle-oc15:ap-dcc-gazipur-1", "BD", Unconfirmed, OCI_COMMON, "gazipur (dac, realm OC15)"),
        // oracle-oc19
        row("oracle-oc19:eu-frankfurt-2", "DE", Unconfirmed, OCI_COMMON, "frankfurt (str, realm OC19)"),
        row("oracle-oc19:eu-madrid-2", "ES", Unconfirmed, OCI_COMMON, "madrid (vll, realm OC19)"),
        // oracle-oc2
        row("oracle-oc2:us-langley-1", "US", Unconfirmed, OCI_COMMON, "langley (lfi, realm OC2)"),
        row("oracle-oc2:us-luke-1", "US", Unconfirmed, OCI_COMMON, "luke (luf, realm OC2)"),
        // oracle-oc20
        row("oracle-oc20:eu-jovanovac-1", "RS", Unconfirmed, OCI_COMMON, "jovanovac (beg, realm OC20)"),
        // oracle-oc21
        row("oracle-oc21:me-alrayyan-1", "QA", Unconfirmed, OCI_COMMON, "alrayyan (vve, realm OC21)"),
        row("oracle-oc21:me-dcc-doha-1", "QA", Unconfirmed, OCI_COMMON, "doha (doh, realm OC21)"),
        // oracle-oc23
        row("oracle-oc23:us-somerset-1", "US", Unconfirmed, OCI_COMMON, "somerset (ebb, realm OC23)"),
        row("oracle-oc23:us-thames-1", "US", Unconfirmed, OCI_COMMON, "thames (ebl, realm OC23)"),
        // oracle-oc24
        row("oracle-oc24:eu-crissier-1", "CH", Unconfirmed, OCI_COMMON, "crissier (avf, realm OC24)"),
        row("oracle-oc24:eu-dcc-zurich-1", "CH", Unconfirmed, OCI_COMMON, "zurich (avz, realm OC24)"),
        // oracle-oc26
        row("oracle-oc26:me-abudhabi-3", "AE", Unconfirmed, OCI_COMMON, "abudhabi (ahu, realm OC26)"),
        row("oracle-oc26:me-alain-1", "AE", Unconfirmed, OCI_COMMON, "alain (rba, realm OC26)"),
        // oracle-oc29
        row("oracle-oc29:me-abudhabi-2", "AE", Unconfirmed, OCI_COMMON, "abudhabi (rkt, realm OC29)"),
        row("oracle-oc29:me-abudhabi-4", "AE", Unconfirmed, OCI_COMMON, "abudhabi (shj, realm OC29)"),
        // oracle-oc3
        row("oracle-oc3:us-gov-ashburn-1", "US", Unconfirmed, OCI_COMMON, "ashburn (ric, realm OC3)"),
        row("oracle-oc3:us-gov-chicago-1", "US", Unconfirmed, OCI_COMMON, "chicago (pia, realm OC3)"),
        row("oracle-oc3:us-gov-phoenix-1", "US", Unconfirmed, OCI_COMMON, "phoenix (tus, realm OC3)"),
        // oracle-oc35
        row("oracle-oc35:ap-chuncheon-2", "KR", Unconfirmed, OCI_COMMON, "chuncheon (bno, realm OC35)"),
        row("oracle-oc35:ap-seoul-2", "KR", Unconfirmed, OCI_COMMON, "seoul (dtz, realm OC35)"),
        row("oracle-oc35:ap-suwon-1", "KR", Unconfirmed, OCI_COMMON, "suwon (dln, realm OC35)"),
        // oracle-oc4
        row("oracle-oc4:uk-gov-cardiff-1", "GB", Unconfirmed, OCI_COMMON, "cardiff (brs, realm OC4)"),
        row("oracle-oc4:uk-gov-london-1", "GB", Unconfirmed, OCI_COMMON, "london (ltn, realm OC4)"),
        // oracle-oc42
        row("oracle-oc42:us-ashburn-2", "US", Unconfirmed, OCI_COMMON, "ashburn (yxj, realm OC42)"),
        row("oracle-oc42:us-newark-1", "US", Unconfirmed, OCI_COMMON, "newark (pgc, realm OC42)"),
        // oracle-oc51
        row("oracle-oc51:eu-budapest-1", "HU", Unconfirmed, OCI_COMMON, "budapest (jsk, realm OC51)"),
        // oracle-oc52
        row("oracle-oc52:sa-riodejaneiro-1", "BR", Unconfirmed, OCI_COMMON, "riodejaneiro (hnw, realm OC52)"),
        // oracle-oc8
        row("oracle-oc8:ap-chiyoda-1", "JP", Unconfirmed, OCI_COMMON, "chiyoda (nja, realm OC8)"),
        row("oracle-oc8:ap-ibaraki-1", "JP", Unconfirmed, OCI_COMMON, "ibaraki (ukb, realm OC8)"),
        // oracle-oc9
        row("oracle-oc9:me-dcc-muscat-1", "OM", Unconfirmed, OCI_COMMON, "muscat (mct, realm OC9)"),
        row("oracle-oc9:me-ibri-1", "OM", Unconfirmed, OCI_COMMON, "ibri (ibr, realm OC9)"),
        // ovh
        row("ovh:ap-south-mum", "IN", Unconfirmed, OVH, "Mumbai"),
        row("ovh:bhs", "CA", Unconfirmed, OVH, "Beauharnois"),
        row("ovh:ca-east-tor", "CA", Unconfirmed, OVH, "Toronto"),
        row("ovh:de", "DE", Unconfirmed, OVH, "Frankfurt (Limburg)"),
        row("ovh:eu-south-mil", "IT", Unconfirmed, OVH, "Milan (3-AZ)"),
        row("ovh:eu-west-par", "FR", Unconfirmed, OVH, "Paris (3-AZ)"),
        row("ovh:gra", "FR", Unconfirmed, OVH, "Gravelines"),
        row("ovh:rbx", "FR", Unconfirmed, OVH, "Roubaix"),
        row("ovh:sbg", "FR", Unconfirmed, OVH, "Strasbourg"),
        row("ovh:sgp", "SG", Unconfirmed, OVH, "Singapore"),
        row("ovh:syd", "AU", Unconfirmed, OVH, "Sydney"),
        row("ovh:uk", "GB", Unconfirmed, OVH, "London (Erith)"),
        row("ovh:us-east-va", "US", Unconfirmed, OVH, "Vint Hill, Virginia (separate OVHcloud US entity)"),
        row("ovh:us-west-or", "US", Unconfirmed, OVH, "Hillsboro, Oregon (separate OVHcloud US entity)"),
        row("ovh:waw", "PL", Unconfirmed, OVH, "Warsaw"),
        // scaleway
        row("scaleway:fr-par", "FR", Available, SCALEWAY_SDK, "Paris"),
        row("scaleway:it-mil", "IT", Unconfirmed, OWN_KNOWLEDGE, "Milan"),
        row("scaleway:nl-ams", "NL", Available, SCALEWAY_SDK, "Amsterdam"),
        row("scaleway:pl-waw", "PL", Available, SCALEWAY_SDK, "Warsaw"),
        // supabase
        row("supabase:ap-northeast-1", "JP", Available, SUPABASE, "Tokyo"),
        row("supabase:ap-northeast-2", "KR", Available, SUPABASE, "Seoul"),
        row("supabase:ap-south-1", "IN", Available, SUPABASE, "Mumbai"),
        row("supabase:ap-southeast-1", "SG", Available, SUPABASE, "Singapore"),
        row("supabase:ap-southeast-2", "AU", Available, SUPABASE, "Sydney"),
        row("supabase:ca-central-1", "CA", Available, SUPABASE, "Canada Central"),
        row("supabase:eu-central-1", "DE", Available, SUPABASE, "Frankfurt"),
        row("supabase:eu-central-2", "CH", Available, SUPABASE, "Zurich"),
        row("supabase:eu-north-1", "SE", Available, SUPABASE, "Stockholm"),
        row("supabase:eu-west-1", "IE", Available, SUPABASE, "Ireland"),
        row("supabase:eu-west-2", "GB", Available, SUPABASE, "London"),
        row("supabase:eu-west-3", "FR", Available, SUPABASE, "Paris"),
        row("supabase:sa-east-1", "BR", Available, SUPABASE, "Sao Paulo"),
        row("supabase:us-east-1", "US", Available, SUPABASE, "N. Virginia"),
        row("supabase:us-east-2", "US", Available, SUPABASE, "Ohio"),
        row("supabase:us-west-1", "US", Available, SUPABASE, "N. California"),
        // vercel
        row("vercel:arn1", "SE", Available, OPENSTATUS, "Stockholm (eu-north-1)"),
        row("vercel:bom1", "IN", Available, OPENSTATUS, "Mumbai (ap-south-1)"),
        row("vercel:cdg1", "FR", Available, OPENSTATUS, "Paris (eu-west-3)"),
        row("vercel:cle1", "US", Available, OPENSTATUS, "Cleveland (us-east-2)"),
        row("vercel:cpt1", "ZA", Available, OPENSTATUS, "Cape Town (af-south-1)"),
        row("vercel:dub1", "IE", Available, OPENSTATUS, "Dublin (eu-west-1)"),
        row("vercel:dxb1", "AE", Unconfirmed, VERCEL_OWN, "Dubai"),
        row("vercel:fra1", "DE", Available, OPENSTATUS, "Frankfurt (eu-central-1)"),
        row("vercel:gru1", "BR", Available, OPENSTATUS, "Sao Paulo (sa-east-1)"),
        row("vercel:hkg1", "HK", Available, OPENSTATUS, "Hong Kong (ap-east-1)"),
        row("vercel:hnd1", "JP", Available, OPENSTATUS, "Tokyo (ap-northeast-1)"),
        row("vercel:iad1", "US", Available, OPENSTATUS, "Washington DC (us-east-1)"),
        row("vercel:icn1", "KR", Available, OPENSTATUS, "Seoul (ap-northeast-2)"),
        row("vercel:kix1", "JP", Available, OPENSTATUS, "Osaka (ap-northeast-3)"),
        row("vercel:lhr1", "GB", Available, OPENSTATUS, "London (eu-west-2)"),
        row("vercel:pdx1", "US", Available, OPENSTATUS, "Portland (us-west-2)"),
        row("vercel:sfo1", "US", Available, OPENSTATUS, "San Francisco (us-west-1)"),
        row("vercel:sin1", "SG", Available, OPENSTATUS, "Singapore (ap-southeast-1)"),
        row("vercel:syd1", "AU", Available, OPENSTATUS, "Sydney (ap-southeast-2)"),
        row("vercel:yul1", "CA", Available, VERCEL_CHANGELOG, "Montreal"),
    ]
};

const fn row(
    region: &'static str,
    country: &'static str,
    status: RegionStatus,
    source: &'static str,
    display: &'static str,
) -> ProviderRow {
    ProviderRow { region, country, status, source, display }
}

const ALIYUN_SDK: &str = "aliyun-python-sdk-core 2.16.1 (code list); countries own-knowledge";
const OWN_KNOWLEDGE: &str = "own-knowledge";
const ALIBABA_FLINK: &str = "Alibaba flink endpoint doc (undated)";
const BOTOCORE_ISO: &str = "botocore 1.44.5 partitions.json (2026-11-17); partition aws-iso";
const BOTOCORE_ISO_B: &str = "botocore 1.44.5 partitions.json (2026-11-17); partition aws-iso-b";
const BOTOCORE_ISO_E: &str = "botocore 1.44.5 partitions.json (2026-11-17); partition aws-iso-e";
const BOTOCORE_ISO_F: &str = "botocore 1.44.5 partitions.json (2026-11-17); partition aws-iso-f";
const AZURE_AVM: &str = "Azure/terraform-azurerm-avm-utl-regions cached locations (2026-03-12)";
const AZURE_DOCS: &str = "MicrosoftDocs regions-list (2025-03-21)";
const CLOUDFLARE_DOCS: &str =
    "Cloudflare R2/Durable Objects data-location docs + wrangler 4.164.0 (2026-11-17)";
const DOCTL: &str = "gist doctl regions 2021 / API list; countries own-knowledge";
const FLY_DOCS: &str = "superfly/docs regions.html.markerb (stored copy, 18 regions)";
const GCP_PICKER: &str = "GoogleCloudPlatform/region-picker data/regions.json (2024-07-04)";
const GCP_INFRA: &str = "Google Infrastructure Manager locations doc (stored copy, undated, 2025+)";
const VELT: &str = "docs.velt.dev supported regions (undated)";
const HETZNER_CLOUD: &str = "WWW::Hetzner::Cloud docs on metacpan (2026); countries own-knowledge";
const NEON_DOCS: &str = "neondatabase/website regions.md (2025-08-15)";
const OCI_COMMON: &str = "oci-common 2.142.1 (npm, 2026); countries mapped by city, own-knowledge";
const OVH: &str = "own-knowledge (some codes seen in node-ovh-ts 0.0.5 / pulumi-ovh docs 2026-07)";
const SCALEWAY_SDK: &str = "scaleway-sdk-go scw/locality.go (stored copy, undated)";
const SUPABASE: &str = "supabase/supabase packages/shared-data/regions.ts (stored copy, undated)";
const OPENSTATUS: &str = "openstatus header-analysis vercel.ts + cloud-regions-country-flags 1.1.4 (undated)";
const VERCEL_OWN: &str = "own-knowledge (docs of 2026-03-05 state 20 compute regions)";
const VERCEL_CHANGELOG: &str = "vercel.com changelog link in docs (last_updated 2026-08-11)";
