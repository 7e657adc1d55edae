//! The named regions: every public AWS region, one row each. Everything else about them is derived from here.
//!
//! Code, country, display name: botocore 1.44.5 `partitions.json` (2026-11-17), partitions `aws`, `aws-cn`,
//! `aws-us-gov` and `aws-eusc`. Status: `me-west-1` and `sa-west-1` are listed by the SDK, which does not prove
//! general availability, so they stand as planned. Zone: this crate's choice. A zone is an operating group, never a
//! permit; a region gets one only where nobody could mistake it for another law's territory, so London and Zurich
//! have none (neither is in the EU or the EEA), nor have Canada, South America, the Middle East, Africa, China and
//! the sovereign and government partitions.

/// Hands the rows, sorted by code, to the macro named: variant, code, partition, country, zone, status, display.
macro_rules! named_regions {
    ($callback:ident) => {
        $callback! {
            (AfSouth1, "af-south-1", "aws", "ZA", none, Available, "Africa (Cape Town)"),
            (ApEast1, "ap-east-1", "aws", "HK", Apac, Available, "Asia Pacific (Hong Kong)"),
            (ApEast2, "ap-east-2", "aws", "TW", Apac, Available, "Asia Pacific (Taipei)"),
            (ApNortheast1, "ap-northeast-1", "aws", "JP", Apac, Available, "Asia Pacific (Tokyo)"),
            (ApNortheast2, "ap-northeast-2", "aws", "KR", Apac, Available, "Asia Pacific (Seoul)"),
            (ApNortheast3, "ap-northeast-3", "aws", "JP", Apac, Available, "Asia Pacific (Osaka)"),
            (ApSouth1, "ap-south-1", "aws", "IN", Apac, Available, "Asia Pacific (Mumbai)"),
            (ApSouth2, "ap-south-2", "aws", "IN", Apac, Available, "Asia Pacific (Hyderabad)"),
            (ApSoutheast1, "ap-southeast-1", "aws", "SG", Apac, Available, "Asia Pacific (Singapore)"),
            (ApSoutheast2, "ap-southeast-2", "aws", "AU", Apac, Available, "Asia Pacific (Sydney)"),
            (ApSoutheast3, "ap-southeast-3", "aws", "ID", Apac, Available, "Asia Pacific (Jakarta)"),
            (ApSoutheast4, "ap-southeast-4", "aws", "AU", Apac, Available, "Asia Pacific (Melbourne)"),
            (ApSoutheast5, "ap-southeast-5", "aws", "MY", Apac, Available, "Asia Pacific (Malaysia)"),
            (ApSoutheast6, "ap-southeast-6", "aws", "NZ", Apac, Available, "Asia Pacific (New Zealand)"),
            (ApSoutheast7, "ap-southeast-7", "aws", "TH", Apac, Available, "Asia Pacific (Thailand)"),
            (CaCentral1, "ca-central-1", "aws", "CA", none, Available, "Canada (Central)"),
            (CaWest1, "ca-west-1", "aws", "CA", none, Available, "Canada West (Calgary)"),
            (CnNorth1, "cn-north-1", "aws-cn", "CN", none, Available, "China (Beijing)"),
            (CnNorthwest1, "cn-northwest-1", "aws-cn", "CN", none, Available, "China (Ningxia)"),
            (EuCentral1, "eu-central-1", "aws", "DE", Eu, Available, "Europe (Frankfurt)"),
            (EuCentral2, "eu-central-2", "aws", "CH", none, Available, "Europe (Zurich)"),
            (EuNorth1, "eu-north-1", "aws", "SE", Eu, Available, "Europe (Stockholm)"),
            (EuSouth1, "eu-south-1", "aws", "IT", Eu, Available, "Europe (Milan)"),
            (EuSouth2, "eu-south-2", "aws", "ES", Eu, Available, "Europe (Spain)"),
            (EuWest1, "eu-west-1", "aws", "IE", Eu, Available, "Europe (Ireland)"),
            (EuWest2, "eu-west-2", "aws", "GB", none, Available, "Europe (London)"),
            (EuWest3, "eu-west-3", "aws", "FR", Eu, Available, "Europe (Paris)"),
            (EuscDeEast1, "eusc-de-east-1", "aws-eusc", "DE", none, Available, "AWS European Sovereign Cloud (Germany)"),
            (IlCentral1, "il-central-1", "aws", "IL", none, Available, "Israel (Tel Aviv)"),
            (MeCentral1, "me-central-1", "aws", "AE", none, Available, "Middle East (UAE)"),
            (MeSouth1, "me-south-1", "aws", "BH", none, Available, "Middle East (Bahrain)"),
            (MeWest1, "me-west-1", "aws", "SA", none, Planned, "Middle East (Saudi Arabia)"),
            (MxCentral1, "mx-central-1", "aws", "MX", none, Available, "Mexico (Central)"),
            (SaEast1, "sa-east-1", "aws", "BR", none, Available, "South America (Sao Paulo)"),
            (SaWest1, "sa-west-1", "aws", "CL", none, Planned, "South America (Chile)"),
            (UsEast1, "us-east-1", "aws", "US", Us, Available, "US East (N. Virginia)"),
            (UsEast2, "us-east-2", "aws", "US", Us, Available, "US East (Ohio)"),
            (UsGovEast1, "us-gov-east-1", "aws-us-gov", "US", none, Available, "AWS GovCloud (US-East)"),
            (UsGovWest1, "us-gov-west-1", "aws-us-gov", "US", none, Available, "AWS GovCloud (US-West)"),
            (UsWest1, "us-west-1", "aws", "US", Us, Available, "US West (N. California)"),
            (UsWest2, "us-west-2", "aws", "US", Us, Available, "US West (Oregon)"),
        }
    };
}
pub(crate) use named_regions;
