FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 QORGAU_HOME=/var/lib/qorgau WEB_HOST=0.0.0.0
WORKDIR /srv/qorgau

COPY script/packages.txt script/packages.txt
RUN apt-get update -qq \
 && xargs -a script/packages.txt apt-get install -qq --no-install-recommends \
 && rm -rf /var/lib/apt/lists/*

COPY requirements.txt .
RUN pip install --no-cache-dir --no-deps --only-binary :all: --require-hashes --requirement requirements.txt

RUN useradd --system --create-home --home-dir /var/lib/qorgau qorgau \
 && install -d -m 700 -o qorgau -g qorgau /var/lib/qorgau/files
COPY . .
USER qorgau
RUN SECRET_KEY=only-for-making-files-while-the-image-is-built python manage.py prepare --without-database

EXPOSE 8000
CMD ["script/process", "web"]
