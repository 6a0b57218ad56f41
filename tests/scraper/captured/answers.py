"""Answers of tracking sources in their real shape, by what they are to say."""
# ruff: noqa: E501 - tables of captures read better in long lines

from typing import Any

LP = "LP00123456789012"


def scan(
    code: str, when: str = "2026-07-06 10:30:00", text: str = "Blorp", zone: str = "GMT+8", **more: Any
) -> dict[str, Any]:
    return {
        "time": 1783330200000,
        "timeStr": when,
        "timeZone": zone,
        "desc": text,
        "standerdDesc": text,
        "actionCode": code,
        **more,
    }


def shipment(number: str = LP, *scans: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "mailNo": number,
        "mailNoSource": "AE",
        "originCountry": "Mainland China",
        "destCountry": "Germany",
        "status": "DELIVERING",
        "statusDesc": "x",
        "detailList": list(scans),
        **more,
    }


def four_px(
    *tracks: tuple[str, str, str, str] | None, server: str | None = "9400100000000000000000"
) -> dict[str, Any]:
    rows = [
        {
            "tkCode": c,
            "tkDesc": d,
            "tkDate": "2026-07-06T02:30:00+00:00",
            "tkDateStr": w,
            "tkTimezone": z,
            "tkLocation": "SHENZHEN",
        }
        for c, d, w, z in (track for track in tracks if track)
    ]
    return {
        "result": 1,
        "message": "",
        "data": [
            {
                "queryCode": "4PX3000000000000001CN",
                "serverCode": server,
                "ctStartName": "China",
                "ctEndName": "Germany",
                "status": 2 if rows else 0,
                "tracks": rows or None,
            }
        ],
        "tag": "x",
    }


def sunyou(has: bool, *items: tuple[str, str, str]) -> dict[str, Any]:
    row: dict[str, Any] = {"orderNo": "SYAE000000001", "has": has, "displayStatus": "4" if has else "0"}
    if has:
        row |= {
            "dstCountry": "GR",
            "orgCountry": "CN",
            "trackingNumber": "SU000000001MI",
            "carrierName": "meest",
            "result": {
                "origin": {
                    "items": [
                        {"content": c, "createTime": w, "eventCode": "x", "status": s, "timeZone": "+08:00"}
                        for s, c, w in items
                    ]
                }
            },
        }
    return {"data": [row], "message": "success", "status": 1}


def seventeen(state: str, sub: str, text: str = "Blorp", code: int = 200) -> dict[str, Any]:
    event = {
        "time_iso": "2026-07-06T10:30:00+02:00",
        "time_raw": {"date": "2026-07-06", "time": "10:30:00", "timezone": "+02:00"},
        "description": text,
        "location": "LEIPZIG, DE",
        "stage": None,
        "sub_status": sub,
    }
    info = {
        "shipping_info": {"shipper_address": {"country": "CN"}, "recipient_address": {"country": "DE"}},
        "latest_status": {"status": state, "sub_status": sub},
        "latest_event": event,
        "time_metrics": {},
        "misc_info": {},
        "tracking": {
            "providers": [
                {"provider": {"key": 190271, "name": "Cainiao", "country": "CN"}, "events": [event]}
            ]
        },
    }
    return {"code": code, "number": LP, "carrier": 190271, "state": state, "pre_status": 1, "shipment": info}


def usps_page(*steps: tuple[str, str]) -> str:
    body = "".join(
        f'<div class="tb-step"><p class="tb-status-detail">{a}</p><p class="tb-location">LEIPZIG, CA 90001</p><p class="tb-date">{b}</p></div>'
        for a, b in steps
    )
    return f'<html><body><input id="trackingNum" value="9400100000000000000000"><span class="tracking-number">9400100000000000000000</span><div class="tracking-progress-bar-status-container">{body}</div></body></html>'


def la_poste(*events: tuple[str, str], code: int = 200, partner: Any = None) -> list[dict[str, Any]]:
    answer: dict[str, Any] = {
        "lang": "fr_FR",
        "scope": "open",
        "returnCode": code,
        "shipment": {
            "idShip": "6A00000000001",
            "product": "Colissimo",
            "isFinal": False,
            "event": [
                {"code": c, "label": t, "date": "2026-07-06T10:30:00+02:00", "order": 1} for c, t in events
            ],
        },
    }
    if partner:
        answer["shipment"]["contextData"] = {"partner": partner}
    if code == 104:
        answer = {
            "lang": "fr_FR",
            "returnCode": 104,
            "returnMessage": "Votre numéro de suivi est inconnu",
            "idShip": "6A00000000001",
        }
    return [answer]


def correos(error: str, *events: tuple[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "codEnvio": "PQ000000000000000000001",
            "error": {"codError": error, "desError": "x"},
            "eventos": [
                {
                    "codEvento": c,
                    "fecEvento": "06/07/2026",
                    "horEvento": "10:30:00",
                    "desTextoResumen": t,
                    "desTextoAmpliado": t,
                }
                for c, t in events
            ],
        }
    ]


def dhl(text: str, *, delivered: bool = False, returned: bool = False, found: bool = True) -> dict[str, Any]:
    shipment: dict[str, Any] = {"id": "00340435000000000001", "hasCompleteDetails": found}
    if found:
        shipment["sendungsdetails"] = {
            "istZugestellt": delivered,
            "ruecksendung": returned,
            "sendungsverlauf": {
                "aktuellerStatus": text,
                "kurzStatus": text,
                "datumAktuellerStatus": "2026-07-06T10:30:00+02:00",
                "events": [
                    {
                        "datum": "2026-07-06T10:30:00+02:00",
                        "status": text,
                        "ort": "Leipzig",
                        "ruecksendung": returned,
                    }
                ],
            },
            "zielland": "Deutschland",
        }
    else:
        shipment["sendungNichtGefunden"] = {"keineDatenVerfuegbar": True}
    return {"sendungen": [shipment]}


def poste(outcome: str, state: str = "", *moves: str) -> dict[str, Any]:
    return {
        "idTracciatura": "RC000000003IT",
        "esitoRicerca": outcome,
        "stato": state,
        "listaMovimenti": [
            {"dataOra": 1783326600000, "statoLavorazione": move, "luogo": "MILANO"} for move in moves
        ],
    }


def uniuni(*points: tuple[int, str], tno: str = "UUS0000000000000001") -> dict[str, Any]:
    return {
        "status": "SUCCESS",
        "data": {
            "valid_tno": [
                {
                    "tno": tno,
                    "state": points[0][0],
                    "spath_list": [
                        {
                            "pathInfo": text,
                            "pathTime": 1783330200 + i,
                            "pathAddress": "LEIPZIG",
                            "code": code,
                            "state": code,
                        }
                        for i, (code, text) in enumerate(reversed(points))
                    ],
                }
            ]
            if points
            else [],
        },
    }
