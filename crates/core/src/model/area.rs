//! The timezone of a landline, where its area code tells it.
//!
//! A table at a restaurant in San Francisco is meant in San Francisco's time,
//! no matter where the person is. From libphonenumber's timezone map (Apache
//! 2.0), the areas that lie in one zone.

use chrono_tz::Tz;

use super::Phone;

/// North American area codes by zone.
const NORTH_AMERICA: [(Tz, &str); 12] = [
    (
        Tz::America__New_York,
        "201 202 203 207 212 215 216 219 220 223 227 229 231 234 239 240 248 252 260 267 269 270 \
         272 276 283 301 302 304 305 313 315 317 321 324 326 329 330 332 336 339 347 351 352 363 \
         364 380 386 401 404 407 410 412 413 419 434 440 443 445 448 463 470 472 475 478 484 502 \
         508 513 516 517 518 540 551 561 567 570 571 574 582 585 586 603 606 607 609 610 614 616 \
         617 631 640 645 646 656 667 678 680 681 686 703 704 706 716 717 718 724 727 728 732 734 \
         740 743 754 757 762 765 770 771 772 774 781 786 802 803 804 810 812 813 814 821 826 828 \
         835 838 839 843 845 848 850 854 856 857 859 860 862 863 864 865 878 904 906 908 910 912 \
         914 917 919 929 930 934 937 941 943 947 948 954 959 973 978 980 984 989",
    ),
    (
        Tz::America__Chicago,
        "205 210 214 217 218 224 225 228 235 251 254 256 262 274 281 308 309 312 314 316 318 319 \
         320 325 327 331 334 337 346 353 361 402 405 409 414 417 423 430 432 447 464 469 479 501 \
         504 507 512 515 531 534 539 557 563 572 573 580 601 608 612 615 618 620 629 630 636 641 \
         651 659 660 662 682 689 708 712 713 715 726 730 731 737 763 769 773 779 785 806 815 816 \
         817 830 832 847 870 872 901 903 913 918 920 931 936 938 940 945 952 956 972 975 979 985",
    ),
    (
        Tz::America__Los_Angeles,
        "206 209 213 253 279 323 341 350 360 369 408 415 424 425 442 458 503 509 510 530 541 559 \
         562 564 619 626 628 650 657 661 669 702 707 714 725 738 747 760 805 818 820 831 840 858 \
         909 916 925 949 951 971",
    ),
    (
        Tz::America__Toronto,
        "226 249 263 289 343 354 365 367 382 416 418 437 438 450 468 514 519 548 579 581 613 647 \
         683 705 742 753 807 819 873 905 942",
    ),
    (
        Tz::America__Denver,
        "303 307 385 406 435 505 575 719 720 748 801 915 970 983",
    ),
    (Tz::America__Vancouver, "236 250 257 604 672 778"),
    (Tz::America__Phoenix, "480 520 602 623 928"),
    (Tz::America__Edmonton, "368 403 587 780 825"),
    (Tz::America__Winnipeg, "204 431 474 584"),
    (Tz::America__Halifax, "428 506 782 902"),
    (Tz::America__Regina, "306 639"),
    (Tz::Pacific__Honolulu, "808"),
];

impl Phone {
    /// The timezone of the number's area, where its code tells it.
    #[must_use]
    pub fn area_timezone(&self) -> Option<Tz> {
        if let Some(national) = self.as_e164().strip_prefix("+1") {
            let area = national.get(..3)?;
            let zone = NORTH_AMERICA
                .iter()
                .find(|(_, areas)| areas.split(' ').any(|code| code == area));
            return zone.map(|(zone, _)| *zone);
        }
        let spanish = self.as_e164().strip_prefix("+34")?;
        match spanish.get(..3)? {
            "822" | "922" | "828" | "928" => Some(Tz::Atlantic__Canary),
            landline if landline.starts_with(['8', '9']) => Some(Tz::Europe__Madrid),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(number: &str, zone: Option<&str>) {
        let phone = Phone::from_e164(number).unwrap();
        assert_eq!(
            phone.area_timezone().map(|zone| zone.name()),
            zone,
            "{number}"
        );
    }

    #[test]
    fn an_area_code_tells_the_zone() {
        check("+14155552671", Some("America/Los_Angeles"));
        check("+12125550188", Some("America/New_York"));
        check("+13125550188", Some("America/Chicago"));
        check("+14165550188", Some("America/Toronto"));
        check("+34912345678", Some("Europe/Madrid"));
        check("+34928123456", Some("Atlantic/Canary"));
        check("+34612345678", None);
        check("+18005550199", None);
        check("+442079460958", None);
    }
}
