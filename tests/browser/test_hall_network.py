"""A tablet that trusts the hall's certificate has secure pages: service workers and their cryptography."""

import base64

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from playwright.sync_api import Browser

from events.hall_network import folder_of
from tests.browser.visitor import ARGUMENTS, CHROMIUM
from tests.defense.running.hall_server import hall_server

SECURE = '[isSecureContext, "serviceWorker" in navigator, typeof crypto.randomUUID]'


def mark_of_the_key(home) -> str:
    """By which Chromium takes this certificate and no other as trusted."""
    content = (folder_of(home) / "server.crt").read_bytes()
    key = x509.load_pem_x509_certificate(content).public_key()
    digest = hashes.Hash(hashes.SHA256())
    digest.update(
        key.public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    return base64.b64encode(digest.finalize()).decode()


def test_a_page_of_the_hall_is_a_secure_context_and_the_page_of_the_certificate_is_not(
    chromium: Browser, tmp_path
):
    with hall_server(tmp_path) as (port, trust_port):
        trusting = f"--ignore-certificate-errors-spki-list={mark_of_the_key(tmp_path)}"
        browser = chromium.browser_type.launch(
            executable_path=CHROMIUM, args=[*ARGUMENTS, trusting]
        )
        page = browser.new_page()
        page.goto(f"https://127.0.0.1:{port}/pass/")
        secure = page.evaluate(SECURE)
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"http://127.0.0.1:{trust_port}/")
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        browser.close()

    assert secure == [True, True, "function"]
    assert over <= 0
