"""What the demo shop sells: believable goods in four collections, priced in three currencies. Data only."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product as combinations

SIZES = "Size=S,M,L,XL"
SHOES = "Size=38,40,42,44"

# title | SKU | options | USD, EUR (cents), JPY | grams | what it is
TABLE = {
    "apparel": f"""
Organic cotton T-shirt | TS | {SIZES};Color=White,Navy | 2800 2490 3600 | 180 | Heavy jersey, cut straight, washed once.
Merino crew-neck sweater | MS | {SIZES} | 11800 9990 15400 | 340 | Two-ply merino, fully fashioned.
Waxed field jacket | FJ | {SIZES} | 24900 21900 32800 | 1250 | Dry-waxed cotton with a corduroy collar.
Linen shirt | LS | {SIZES};Color=Ecru,Sky | 7900 6990 9800 | 220 | Garment-dyed linen that gets softer every year.
Selvedge jeans | SJ | Waist=30,32,34,36 | 14800 12990 18700 | 760 | 13 oz denim from Okayama, button fly.
Wool beanie | WB | Color=Charcoal,Rust,Moss | 3200 2790 4200 | 90 | Lambswool, ribbed, one size.
Silk scarf | SS | Color=Indigo,Saffron | 6400 5490 8200 | 60 | Hand-rolled twill, 90 × 90 cm.
Leather belt | LB | Length=85,95,105 | 5800 4990 7600 | 210 | Vegetable-tanned, solid brass buckle.
Canvas sneakers | CS | {SHOES} | 6900 5990 8900 | 700 | Vulcanised sole, unbleached canvas.
Rain parka | RP | {SIZES};Color=Black,Yellow | 18900 16900 24800 | 620 | Three layers, taped seams, its own pouch.
Running socks, three pairs | RS | Size=35-38,39-42,43-46 | 2200 1890 2800 | 120 | Merino and nylon, no seam at the toe.
""",
    "home": """
Stoneware mug | MUG | Color=Sand,Slate,Fern | 2400 2090 3200 | 380 | Thrown in Portugal, 350 ml, dishwasher-safe.
Linen tablecloth | TC | Size=140x180,140x250 | 8900 7990 11800 | 650 | Pre-washed, mitred corners.
Cast-iron skillet | CI | Diameter=20 cm,26 cm | 6200 5490 8400 | 2400 | Seasoned, with pouring lips on both sides.
Beeswax candle | BC | Height=15 cm,25 cm | 1800 1590 2400 | 260 | Burns some ten hours.
Wool blanket | BL | Color=Grey,Ochre | 15900 13900 20800 | 1400 | Woven in Wales from new wool, 130 × 180 cm.
Olive wood board | OW |  | 4800 4290 6400 | 900 | Each one grained differently.
Glass carafe | GC |  | 3900 3490 5200 | 640 | Borosilicate, one litre, with a tumbler as lid.
Duvet cover | DC | Size=Single,Double,King | 12900 11500 16900 | 1300 | Percale, 200 threads, mother-of-pearl buttons.
Brass desk lamp | DL |  | 18400 16400 23900 | 2100 | Dims from a candle to daylight.
Enamel saucepan | EP | Color=White,Blue | 5400 4790 7200 | 1100 | 1.5 litres, for every kind of stove.
Cotton bath towel | BT | Color=White,Teal,Terracotta | 3400 2990 4500 | 520 | Waffle weave that dries fast, 70 × 140 cm.
""",
    "stationery": """
Dotted notebook | NB | Size=A5,A6;Color=Black,Red | 1600 1390 1900 | 260 | 192 numbered pages, 100 g paper, lies flat.
Fountain pen | FP | Nib=F,M,B | 7200 6490 8800 | 40 | Resin body, steel nib, piston filler.
Bottled ink | IN | Color=Blue-black,Sepia,Green | 1900 1690 2200 | 180 | 50 ml, for fountain pens.
Brass pencil sharpener | PS |  | 1400 1250 1800 | 50 | Two holes, replaceable blades.
Cedar pencils, dozen | CP | Grade=HB,2B,4B | 1800 1590 2300 | 90 | Japanese cores, no eraser to wear out.
Letter paper and envelopes | LP |  | 2600 2290 3300 | 420 | 40 sheets of laid cotton paper with 20 envelopes.
Desk calendar | DK |  | 2200 1950 2800 | 310 | A month a page, printed letterpress.
Washi tape set | WT |  | 1200 1090 1200 | 70 | Six rolls of 7 m.
Leather pen roll | PR | Color=Cognac,Black | 5200 4590 6600 | 120 | Holds eight pens and a ruler.
Bookmarks, set of five | BM |  | 900 790 1100 | 20 | Etched brass, thinner than a page.
""",
    "outdoor": """
Enamel camp cup | CC | Color=Cream,Forest | 1700 1490 2200 | 160 | Steel rim, 350 ml.
Vacuum flask | VF | Volume=0.5 l,1 l | 3900 3490 5000 | 430 | Hot for twelve hours, cold for twenty-four.
Down sleeping bag | SB | Length=Regular,Long | 32900 28900 42800 | 980 | 700 fill power, comfortable at 0 °C.
Two-person tent | TE |  | 41900 36900 54800 | 2100 | Two doors, two porches, up in four minutes.
Day pack | DP | Color=Olive,Black | 11900 10490 15500 | 760 | 22 litres, recycled nylon, a sleeve for a laptop.
Head torch | HT |  | 4600 4090 5900 | 85 | 400 lumens, charged by USB-C.
Pocket knife | PK | Wood=Oak,Walnut | 5900 5290 7700 | 75 | Carbon steel, 7.5 cm blade, locks with a ring.
Trekking poles | TP |  | 9900 8790 12900 | 480 | Carbon, folding, cork grips; a pair.
Merino base layer | ML | Size=S,M,L,XL | 8400 7490 10900 | 190 | 150 g/m², flat seams.
Dry sack | DS | Volume=5 l,10 l,20 l | 2300 2050 2900 | 90 | Rolls shut, floats.
Hammock | HM | Color=Sand,Lake | 6900 6190 8900 | 620 | Parachute nylon, straps for the trees included.
Wool hiking socks | HS | Size=35-38,39-42,43-46 | 2400 2090 3100 | 95 | Cushioned heel and toe.
""",
}
CURRENCIES = ("USD", "EUR", "JPY")


@dataclass(frozen=True)
class Good:
    """A product of the demo shop. prices in minor units by currency."""

    collection: str
    title: str
    code: str
    options: dict[str, list[str]]
    prices: dict[str, int]
    weight_g: int
    description: str

    def variants(self) -> Iterator[tuple[str, dict[str, str]]]:
        """SKU and option values of every combination."""
        for values in combinations(*self.options.values()):
            short = [value.upper().replace(" ", "").replace("-", "") for value in values]
            yield "-".join([self.code, *short]), dict(zip(self.options, values, strict=True))


def goods() -> Iterator[Good]:
    """Everything the demo shop sells."""
    for collection, table in TABLE.items():
        for line in table.strip().splitlines():
            title, code, options, prices, grams, description = (field.strip() for field in line.split("|"))
            named = (option.partition("=") for option in options.split(";") if option)
            yield Good(
                collection=collection,
                title=title,
                code=code,
                options={name: values.split(",") for name, _, values in named},
                prices=dict(zip(CURRENCIES, map(int, prices.split()), strict=True)),
                weight_g=int(grams),
                description=description,
            )
