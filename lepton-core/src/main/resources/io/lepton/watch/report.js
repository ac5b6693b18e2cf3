(function () {
  'use strict';
  var specs = JSON.parse(document.getElementById('charts').textContent);
  var drawn = [];
  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  }
  function scaled(value, units, step) {
    var unit = 0;
    while (Math.abs(value) >= step && unit < units.length - 1) { value /= step; unit++; }
    return trim(value) + ' ' + units[unit];
  }
  function trim(value) {
    var size = Math.abs(value);
    return Number(value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 4)).toLocaleString('en');
  }
  var formats = {
    bytesPerSecond: function (v) { return scaled(v, ['B/s', 'kB/s', 'MB/s', 'GB/s', 'TB/s'], 1000); },
    share: function (v) { return trim(v * 100) + ' %'; },
    percent: function (v) { return trim(v) + ' %'; },
    millis: function (v) { return trim(v) + ' ms'; },
    seconds: function (v) {
      if (v < 120) { return trim(v) + ' s'; }
      return Math.floor(v / 60) + ' min' + (v % 60 >= 1 ? ' ' + Math.round(v % 60) + ' s' : '');
    },
    number: trim
  };
  function dataset(line) {
    var shade = colour(line.colour);
    return {
      label: line.label,
      data: line.points.map(function (p) { return { x: p.x, y: p.y }; }),
      borderColor: shade,
      backgroundColor: shade + '22',
      borderWidth: line.dashed ? 1.5 : 2,
      borderDash: line.dashed ? [5, 4] : [],
      fill: line.filled,
      stepped: line.stepped ? 'before' : false,
      cubicInterpolationMode: 'monotone',
      pointRadius: line.points.length <= 12 && !line.limit ? 2.5 : 0,
      pointHoverRadius: line.limit ? 0 : 4,
      pointBackgroundColor: shade,
      pointBorderWidth: 0
    };
  }
  function draw(spec) {
    var x = formats[spec.xFormat];
    var y = formats[spec.yFormat];
    return new Chart(document.getElementById(spec.id), {
      type: 'line',
      data: { datasets: spec.lines.map(dataset) },
      options: {
        animation: false,
        maintainAspectRatio: false,
        interaction: { mode: 'nearest', axis: 'x', intersect: false },
        layout: { padding: { top: 4, right: 6 } },
        plugins: {
          legend: { display: false },
          tooltip: {
            backgroundColor: colour('ink'), titleColor: colour('paper'), bodyColor: colour('paper'),
            padding: 9, cornerRadius: 6, boxWidth: 8, boxHeight: 8, boxPadding: 4,
            callbacks: {
              title: function (items) { return spec.xTitle + ' ' + x(items[0].parsed.x); },
              label: function (item) { return ' ' + item.dataset.label + ': ' + y(item.parsed.y); }
            }
          }
        },
        scales: {
          x: {
            type: 'linear', bounds: 'data',
            min: spec.xFormat === 'seconds' ? 0 : undefined,
            grid: { display: false },
            border: { color: colour('line') },
            ticks: {
              color: colour('faint'), font: { size: 12 }, maxTicksLimit: 7, maxRotation: 0, includeBounds: false,
              precision: spec.xFormat === 'number' ? 0 : undefined,
              callback: function (v) { return x(v); }
            },
            title: { display: spec.xFormat === 'number', text: spec.xTitle, color: colour('faint'), font: { size: 12 } }
          },
          y: {
            min: spec.yMin === null ? undefined : spec.yMin,
            max: spec.yMax === null ? undefined : spec.yMax,
            grid: { color: colour('grid') },
            border: { display: false },
            ticks: { color: colour('faint'), font: { size: 12 }, maxTicksLimit: 6, callback: function (v) { return y(v); } }
          }
        }
      }
    });
  }
  function drawAll() {
    drawn.forEach(function (chart) { chart.destroy(); });
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    drawn = specs.map(draw);
  }
  drawAll();
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', drawAll);
  window.matchMedia('print').addEventListener('change', drawAll);
})();
