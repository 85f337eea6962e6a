//! Facts about the countries that can be called.

use chrono_tz::Tz;

use super::Region;

impl Region {
    /// The country's timezone, where almost everybody lives by one.
    ///
    /// From the tz database's `zone.tab`, for the countries that the service
    /// reaches. Spain counts as mainland; the Canaries can be set on the card.
    #[must_use]
    pub fn only_timezone(self) -> Option<Tz> {
        Some(match self.as_str() {
            "AD" => Tz::Europe__Andorra,
            "AL" => Tz::Europe__Tirane,
            "AT" => Tz::Europe__Vienna,
            "BA" => Tz::Europe__Sarajevo,
            "BE" => Tz::Europe__Brussels,
            "BG" => Tz::Europe__Sofia,
            "CH" => Tz::Europe__Zurich,
            "CY" => Tz::Asia__Nicosia,
            "CZ" => Tz::Europe__Prague,
            "DE" => Tz::Europe__Berlin,
            "DK" => Tz::Europe__Copenhagen,
            "EE" => Tz::Europe__Tallinn,
            "ES" => Tz::Europe__Madrid,
            "FI" => Tz::Europe__Helsinki,
            "FR" => Tz::Europe__Paris,
            "GB" => Tz::Europe__London,
            "GR" => Tz::Europe__Athens,
            "HR" => Tz::Europe__Zagreb,
            "HU" => Tz::Europe__Budapest,
            "IE" => Tz::Europe__Dublin,
            "IS" => Tz::Atlantic__Reykjavik,
            "IT" => Tz::Europe__Rome,
            "LI" => Tz::Europe__Vaduz,
            "LT" => Tz::Europe__Vilnius,
            "LU" => Tz::Europe__Luxembourg,
            "LV" => Tz::Europe__Riga,
            "MC" => Tz::Europe__Monaco,
            "MD" => Tz::Europe__Chisinau,
            "ME" => Tz::Europe__Podgorica,
            "MK" => Tz::Europe__Skopje,
            "MT" => Tz::Europe__Malta,
            "NL" => Tz::Europe__Amsterdam,
            "NO" => Tz::Europe__Oslo,
            "PL" => Tz::Europe__Warsaw,
            "RO" => Tz::Europe__Bucharest,
            "RS" => Tz::Europe__Belgrade,
            "SE" => Tz::Europe__Stockholm,
            "SI" => Tz::Europe__Ljubljana,
            "SK" => Tz::Europe__Bratislava,
            "SM" => Tz::Europe__San_Marino,
            _ => return None,
        })
    }

    /// The country that this timezone clearly belongs to, for the countries
    /// that the service reaches and those where Spanish is spoken.
    #[must_use]
    pub fn of_timezone(timezone: Tz) -> Option<Self> {
        #[rustfmt::skip]
        const COUNTRIES: &[(&str, &[&str])] = &[
            ("AD", &["Europe/Andorra"]), ("AL", &["Europe/Tirane"]), ("AT", &["Europe/Vienna"]),
            ("BA", &["Europe/Sarajevo"]), ("BE", &["Europe/Brussels"]), ("BG", &["Europe/Sofia"]),
            ("CH", &["Europe/Zurich"]), ("CY", &["Asia/Nicosia"]), ("CZ", &["Europe/Prague"]),
            ("DE", &["Europe/Berlin"]), ("DK", &["Europe/Copenhagen"]), ("EE", &["Europe/Tallinn"]),
            ("ES", &["Europe/Madrid", "Atlantic/Canary", "Africa/Ceuta"]), ("FI", &["Europe/Helsinki"]),
            ("FR", &["Europe/Paris"]), ("GB", &["Europe/London", "Europe/Belfast", "GB"]),
            ("GR", &["Europe/Athens"]), ("HR", &["Europe/Zagreb"]), ("HU", &["Europe/Budapest"]),
            ("IE", &["Europe/Dublin"]), ("IS", &["Atlantic/Reykjavik"]), ("IT", &["Europe/Rome"]),
            ("LI", &["Europe/Vaduz"]), ("LT", &["Europe/Vilnius"]), ("LU", &["Europe/Luxembourg"]),
            ("LV", &["Europe/Riga"]), ("MC", &["Europe/Monaco"]), ("MD", &["Europe/Chisinau"]),
            ("ME", &["Europe/Podgorica"]), ("MK", &["Europe/Skopje"]), ("MT", &["Europe/Malta"]),
            ("NL", &["Europe/Amsterdam"]), ("NO", &["Europe/Oslo"]), ("PL", &["Europe/Warsaw"]),
            ("PT", &["Europe/Lisbon", "Atlantic/Azores", "Atlantic/Madeira"]),
            ("RO", &["Europe/Bucharest"]), ("RS", &["Europe/Belgrade"]), ("SE", &["Europe/Stockholm"]),
            ("SI", &["Europe/Ljubljana"]), ("SK", &["Europe/Bratislava"]), ("SM", &["Europe/San_Marino"]),
            ("US", &[
                "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
                "America/Phoenix", "America/Anchorage", "Pacific/Honolulu", "America/Detroit",
                "America/Boise", "America/Juneau",
            ]),
            ("CA", &[
                "America/Toronto", "America/Vancouver", "America/Montreal", "America/Edmonton",
                "America/Winnipeg", "America/Halifax", "America/Regina", "America/St_Johns",
            ]),
            ("MX", &[
                "America/Mexico_City", "America/Monterrey", "America/Tijuana", "America/Cancun",
                "America/Merida", "America/Hermosillo", "America/Mazatlan", "America/Chihuahua",
            ]),
            ("AR", &["America/Argentina/Buenos_Aires", "America/Buenos_Aires", "America/Argentina/Cordoba"]),
            ("BO", &["America/La_Paz"]), ("CL", &["America/Santiago"]), ("CO", &["America/Bogota"]),
            ("CR", &["America/Costa_Rica"]), ("CU", &["America/Havana"]), ("DO", &["America/Santo_Domingo"]),
            ("EC", &["America/Guayaquil"]), ("GT", &["America/Guatemala"]), ("HN", &["America/Tegucigalpa"]),
            ("NI", &["America/Managua"]), ("PA", &["America/Panama"]), ("PE", &["America/Lima"]),
            ("PR", &["America/Puerto_Rico"]), ("PY", &["America/Asuncion"]), ("SV", &["America/El_Salvador"]),
            ("UY", &["America/Montevideo"]), ("VE", &["America/Caracas"]),
        ];
        let name = timezone.name();
        let (code, _) = COUNTRIES.iter().find(|(_, zones)| zones.contains(&name))?;
        code.parse().ok()
    }

    /// Whether a business there answers the phone in Spanish.
    #[must_use]
    pub fn speaks_spanish(self) -> bool {
        matches!(
            self.as_str(),
            "AR" | "BO"
                | "CL"
                | "CO"
                | "CR"
                | "CU"
                | "DO"
                | "EC"
                | "ES"
                | "GQ"
                | "GT"
                | "HN"
                | "MX"
                | "NI"
                | "PA"
                | "PE"
                | "PR"
                | "PY"
                | "SV"
                | "UY"
                | "VE"
        )
    }
}
