import { expect, test } from 'vitest';
import { parseLog } from '../../../../electron/core/gpu/smi-log.ts';
import { MIB } from '../../../doubles/gpu-sample.ts';

/** Worded after https://github.com/TheTumultuousUnicornOfDarkness/CPU-X/issues/115 (driver 430.64). */
const desktop = `<?xml version="1.0" ?>
<!DOCTYPE nvidia_smi_log SYSTEM "nvsmi_device_v10.dtd">
<nvidia_smi_log>
	<driver_version>430.64</driver_version>
	<attached_gpus>1</attached_gpus>
	<gpu id="00000000:29:00.0">
		<product_name>GeForce GTX 1660 Ti</product_name>
		<uuid>GPU-e189fb8d-1627-f8f0-2ba3-c0585a8e9e85</uuid>
		<fb_memory_usage><total>5944 MiB</total><used>1210 MiB</used></fb_memory_usage>
		<processes>
			<process_info><pid>1248</pid><type>G</type><process_name>/usr/lib/xorg/Xorg</process_name><used_memory>28 MiB</used_memory></process_info>
			<process_info>
				<gpu_instance_id>N/A</gpu_instance_id>
				<pid>1535</pid>
				<type>G</type>
				<process_name>a &lt;b&gt; &amp;amp;</process_name>
				<used_memory>N/A</used_memory>
			</process_info>
			<process_info><pid>7</pid><type>C</type><process_name>python</process_name><used_memory>100 MiB</used_memory></process_info>
			<process_info><pid>8</pid><type>C+G</type><process_name>blender</process_name><used_memory>100 MiB</used_memory></process_info>
		</processes>
	</gpu>
</nvidia_smi_log>`;

test('the processes that only draw are found, those that compute are listed elsewhere', () => {
  const uuid = 'GPU-e189fb8d-1627-f8f0-2ba3-c0585a8e9e85';
  expect(parseLog(desktop)).toEqual({
    graphics: [
      { pid: 1248, name: '/usr/lib/xorg/Xorg', uuid, memoryBytes: 28 * MIB },
      { pid: 1535, name: 'a <b> &amp;', uuid, memoryBytes: null },
    ],
    instances: [],
  });
});

/** https://github.com/gpustack/gpustack, gpustack/detectors/nvidia_smi (driver 575.57.08). */
const split = `<nvidia_smi_log><gpu id="00000000:00:09.0">
  <mig_mode><current_mig>Enabled</current_mig></mig_mode>
  <mig_devices>
    <mig_device><uuid>MIG-feb8</uuid><index>0</index><gpu_instance_id>1</gpu_instance_id>
      <fb_memory_usage><total>40448 MiB</total><reserved>0 MiB</reserved><used>298 MiB</used></fb_memory_usage>
      <bar1_memory_usage><total>1 MiB</total><used>0 MiB</used></bar1_memory_usage>
    </mig_device>
    <mig_device><index>1</index><fb_memory_usage><total>40448 MiB</total><used>N/A</used></fb_memory_usage></mig_device>
  </mig_devices>
  <uuid>GPU-7fdaf0a5-179b-f636-d15d-daf243e3ff16</uuid>
  <processes/></gpu>
  <gpu id="1"><mig_devices>None</mig_devices><uuid>GPU-2</uuid></gpu></nvidia_smi_log>`;

test('the parts of a split GPU have their own memory', () => {
  const uuid = 'GPU-7fdaf0a5-179b-f636-d15d-daf243e3ff16';
  expect(parseLog(split).instances).toEqual([
    { uuid, index: 0, profile: null, memoryUsedBytes: 298 * MIB, memoryTotalBytes: 40_448 * MIB },
    { uuid, index: 1, profile: null, memoryUsedBytes: null, memoryTotalBytes: 40_448 * MIB },
  ]);
});

test.each(['', 'No devices were found', '<gpu>', '<gpu><uuid>x</uuid></gpu>', '<gpu'.repeat(50_000)])(
  'nothing is made up from %#',
  (text) => {
    expect(parseLog(text)).toEqual({ graphics: [], instances: [] });
  },
);
