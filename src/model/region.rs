//! What is known of the countries that can be called.

use chrono_tz::Tz;

use super::Region;

impl Region {
    /// The country's timezone, where it has only one that people live by.
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
